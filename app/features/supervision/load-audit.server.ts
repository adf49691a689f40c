import type { Lang } from "#app/lib/i18n.ts";
import { auditDownload } from "./audit-download.server.ts";
import { auditFiltersOf, listActors, listAudit, organizationsRead } from "./audit-queries.server.ts";

/** The audit trail for a member or an officer, as the address asks. */
export async function loadAudit(request: Request, userId: string, as: "member" | "officer") {
  const query = new URL(request.url).searchParams;
  const filters = auditFiltersOf(query);
  const cursor = query.get("cursor");
  const organizations = await organizationsRead(userId, as, "");
  const shown = organizations.filter(({ id }) => filters.organization === "" || id === filters.organization);
  // An organization that one may not know of is not told apart from one that is not there.
  if (shown.length === 0 && filters.organization !== "") throw new Response(null, { status: 404 });
  const ids = shown.map(({ id }) => id);
  const [page, people] = await Promise.all([
    listAudit(ids, filters, cursor),
    shown.length === 1 ? listActors(ids) : [],
  ]);
  return { ...page, filters, people, organizations, isFirstPage: cursor === null };
}

/** The same as a file, whole. */
export async function answerAuditDownload(
  request: Request,
  reader: { userId: string; as: "member" | "officer"; lang: Lang },
): Promise<Response> {
  const filters = auditFiltersOf(new URL(request.url).searchParams);
  const organizations = await organizationsRead(reader.userId, reader.as, filters.organization);
  if (organizations.length === 0) throw new Response(null, { status: 404 });
  const ids = organizations.map(({ id }) => id);
  return new Response(auditDownload(ids, filters, reader.lang), {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="audit-trail.csv"',
      "Cache-Control": "no-store",
    },
  });
}
