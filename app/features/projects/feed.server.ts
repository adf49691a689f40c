import { inLang } from "#app/features/funds/fund-text.ts";
import type { PublicFund } from "#app/features/funds/queries.server.ts";
import { type AtomEntry, atomText } from "#app/lib/atom.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { htmlLang, type Lang, translator } from "#app/lib/i18n.ts";
import { richTextHtml } from "#app/lib/rich-text.server.ts";
import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { type ProgressEntry, progressOf } from "./parts.server.ts";

/** Readers ask for the newest; the page has all. */
const MOST_ENTRIES = 50;

/** The progress of one project as a feed: corrected entries keep their id and say what was wrong. */
export async function projectFeed(fund: PublicFund, lang: Lang): Promise<Response> {
  const t = translator(lang)("projects");
  const href = `${env().PUBLIC_URL}/projects/${encodeURIComponent(fund.slug)}`;
  const entries = await progressOf(fund.id);
  return feedAnswer(
    atomText({
      id: `${href}#progress`,
      title: t("feedTitle", { title: inLang(lang, fund.title, fund.titleEn) }),
      subtitle: inLang(lang, fund.lead, fund.leadEn),
      href,
      selfHref: `${href}/feed.atom`,
      language: htmlLang(lang),
      author: inLang(lang, fund.organizationName, fund.organizationNameEn),
      since: fund.createdAt,
      entries: entries.slice(0, MOST_ENTRIES).map((entry) => atomEntry(entry, href, lang)),
    }),
  );
}

function atomEntry(entry: ProgressEntry, href: string, lang: Lang): AtomEntry {
  const t = translator(lang)("projects");
  const { raisedFen, disbursedFen, deliveredFen } = entry.sinceBefore;
  const figures = t(entry.isFirst ? "sinceBegin" : "sinceBefore", {
    raised: formatYuan(raisedFen),
    used: formatYuan(disbursedFen),
    delivered: formatYuan(deliveredFen),
  });
  const note = entry.correctionNote === null ? "" : t("corrected", { note: entry.correctionNote });
  const body = inLang(lang, entry.body, entry.bodyEn);
  return {
    id: `urn:uuid:${entry.id}`,
    title: inLang(lang, entry.title, entry.titleEn),
    href: `${href}#progress-${entry.id}`,
    publishedAt: entry.firstPublishedAt,
    updatedAt: entry.publishedAt,
    contentHtml: [note, figures]
      .filter((text) => text !== "")
      .map((text) => richTextHtml(plain(text)))
      .concat(richTextHtml(body))
      .join(""),
  };
}

/** Somebody's note is words, whatever signs are in it. */
const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+.!>-]/g, "\\$&");

/** What the projects of an organization published, newest first. */
export async function organizationFeed(
  organization: { id: string; slug: string; name: string; nameEn: string },
  lang: Lang,
  now: Date,
): Promise<Response> {
  const t = translator(lang)("projects");
  const site = env().PUBLIC_URL;
  const name = inLang(lang, organization.name, organization.nameEn);
  const funds = await db.rows<{ id: string; slug: string; title: string; titleEn: string }>(
    `select f.id, f.slug, f.title, f.title_en as "titleEn" from fund f
     where f.organization_id = $1 and f.kind = 'project' and f.state <> 'draft'
       and exists (select from project_progress p where p.fund_id = f.id)`,
    [organization.id],
  );
  const entries = await Promise.all(
    funds.map(async (fund) => {
      const title = inLang(lang, fund.title, fund.titleEn);
      const href = `${site}/projects/${encodeURIComponent(fund.slug)}`;
      return (await progressOf(fund.id)).map((entry) => {
        const own = atomEntry(entry, href, lang);
        return { ...own, title: t("entryOf", { project: title, title: own.title }) };
      });
    }),
  );
  const href = `${site}/organizations/${encodeURIComponent(organization.slug)}`;
  return feedAnswer(
    atomText({
      id: `${href}#progress`,
      title: t("feedTitle", { title: name }),
      subtitle: "",
      href,
      selfHref: `${href}/feed.atom`,
      language: htmlLang(lang),
      author: name,
      // A feed without entries has no date of its own: it is as old as today.
      since: entries.flat().length > 0 ? new Date(0) : startOfShanghaiDay(shanghaiDay(now)),
      entries: entries
        .flat()
        .sort((a, b) => b.updatedAt.getTime() - a.updatedAt.getTime())
        .slice(0, MOST_ENTRIES),
    }),
  );
}

function feedAnswer(text: string): Response {
  return new Response(text, {
    headers: { ...PUBLIC_CACHE_HEADERS, "Content-Type": "application/atom+xml; charset=utf-8" },
  });
}
