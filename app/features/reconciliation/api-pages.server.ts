import { type PageRefusal, readPage } from "#app/lib/api-page.server.ts";

/** The page of a list that is sorted by day and id, and whose organization it is about. */
export function readDayPage(url: URL):
  | {
      ok: true;
      limit: number;
      query: { organization: string | null; after: { day: string; id: string } | null };
    }
  | { ok: false; refusals: PageRefusal[] } {
  const page = readPage(url, ["day", "uuid"]);
  if (!page.ok) return page;
  const [day = "", id = ""] = page.after ?? [];
  return {
    ok: true,
    limit: page.limit,
    query: {
      organization: url.searchParams.get("organization")?.slice(0, 100) || null,
      after: page.after === null ? null : { day, id },
    },
  };
}
