import { type PageRefusal, readPage } from "#app/lib/api-page.server.ts";
import { env } from "#app/lib/env.server.ts";
import type { DisclosureTaskView } from "./queries.server.ts";

/** Page and organization of the list, which is sorted by due day and id. */
export function readDisclosurePage(url: URL):
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

/** A duty as the API gives it; `version` 0 and `publishedAt` null until it is published. */
export function shapeDisclosure(task: DisclosureTaskView) {
  const { id, kind, title, titleEn, lawArticle, articleEn, dueOn, publishedAt, version } = task;
  return {
    id,
    organization: task.organizationSlug,
    fund: task.fundSlug === null ? null : { kind: task.fundKind, slug: task.fundSlug },
    kind,
    title,
    titleEn,
    lawArticle,
    lawArticleEn: articleEn,
    dueOn,
    publishedAt,
    version,
    url: `${env().PUBLIC_URL}/disclosures/${id}`,
  };
}
