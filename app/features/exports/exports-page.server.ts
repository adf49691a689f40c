import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { z } from "zod";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { findWork, longWorkState } from "#app/lib/long-work.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { listExports, readExport } from "./export-files.server.ts";
import { EXPORT_KINDS, EXPORT_ROLES } from "./export-kinds.ts";
import { fetchExport } from "./fetch-export.server.ts";
import { requestExport } from "./request-export.server.ts";

const SHOWN = 50;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, EXPORT_ROLES);
  const [{ organizationId }] = memberships;
  return {
    userId: user.id,
    organizationId,
    organizationIds: [...new Set(memberships.map((one) => one.organizationId))],
  };
}

export async function loadExports({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await personOf(request);
  const now = new Date();
  const today = shanghaiDay(now);
  const files = await listExports(organizationIds, SHOWN);
  return { files, today, firstDay: `${today.slice(0, 4)}-01-01`, now, attempt: crypto.randomUUID() };
}

const day = z
  .string("errDay")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), "errDay");
const formSchema = z.object({
  attempt: z.string("errAttempt").regex(UUID, "errAttempt"),
  kind: z.enum(EXPORT_KINDS, "errKind"),
  from: day,
  to: day,
  donors: z.literal("yes").optional(),
});

/** What stands on the page after a refusal; errors are keys of the namespace `exports`. */
export interface ExportsAnswer {
  typed: Record<string, string>;
  errors: Record<string, string>;
}

export async function actOnExports({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await personOf(request);
  const typed = Object.fromEntries(
    [...(await request.formData())].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  const wrong = (errors: Record<string, string>) => data<ExportsAnswer>({ typed, errors }, { status: 422 });
  const given = formSchema.safeParse(typed);
  if (!given.success)
    return wrong(
      Object.fromEntries(given.error.issues.map((issue) => [String(issue.path[0]), issue.message])),
    );
  const { attempt, kind, from, to, donors } = given.data;
  const result = await requestExport({
    id: attempt,
    organizationId,
    userId,
    kind,
    fromDay: from,
    toDay: to,
    withDonors: donors === "yes",
    now: new Date(),
  });
  if (result.ok) return redirect(`/workspace/${result.isBuilt ? "work" : "exports"}/${attempt}`);
  if (result.reason === "not-permitted") throw new Response(null, { status: 403 });
  return wrong(
    result.reason === "other-content" ? { attempt: "errAttempt" } : { to: `refuse_${result.reason}` },
  );
}

/** One export: what it is, what it came to, where it is. */
export async function loadExport({ request, params }: LoaderFunctionArgs) {
  const { organizationIds } = await personOf(request);
  const id = params.id ?? "";
  const file = UUID.test(id) ? await readExport(id, organizationIds) : null;
  if (!file) throw new Response(null, { status: 404 });
  const work = file.isBuilt ? await findWork(id, organizationIds) : null;
  return { file, workState: work ? longWorkState(work) : null, now: new Date() };
}

export async function answerExportFile({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const { userId, organizationIds } = await personOf(request);
  const id = params.id ?? "";
  if (!UUID.test(id)) throw new Response(null, { status: 404 });
  const result = await fetchExport({ id, organizationIds, userId, now: new Date() });
  if (result.ok) return result.response;
  if (result.reason === "not-finished") return redirect(`/workspace/work/${id}`);
  throw new Response(null, { status: result.reason === "expired" ? 410 : 404 });
}
