import { type PageRefusal, readPage } from "#app/lib/api-page.server.ts";

/** The page of a list that is sorted by day and id, and whose organization it is about. */
export function readDayPage(url: URL):
  | {
      ok: true;
      limit: number;
      query: { organization: string | null; after: { day: string; id: string } | null };
    }
  | { ok: false; refusals: PageRefusal[] } {
  const page = readPage(url, 2);
  if (!page.ok) return page;
  const [day = "", id = ""] = page.after ?? [];
  const isKey = /^\d{4}-\d{2}-\d{2}$/.test(day) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
  if (page.after !== null && !isKey)
    return { ok: false, refusals: [{ path: "cursor", reason: "bad-cursor" }] };
  return {
    ok: true,
    limit: page.limit,
    query: {
      organization: url.searchParams.get("organization")?.slice(0, 100) || null,
      after: page.after === null ? null : { day, id },
    },
  };
}
