import { inLang } from "#app/features/funds/fund-text.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { dutyTitle } from "./duty-text.ts";
import { IS_PUBLIC, TASK_TABLES } from "./queries.server.ts";

const ENTRIES = 50;

interface PublishedVersion {
  entryId: string;
  taskId: string;
  version: number;
  title: string;
  titleEn: string;
  organizationName: string;
  organizationNameEn: string;
  fundTitle: string | null;
  fundTitleEn: string | null;
  correctionNote: string | null;
  publishedAt: Date;
}

/** The newest published versions, corrections among them; of one organization where a slug is given. */
async function newestVersions(organization: string | null): Promise<PublishedVersion[]> {
  return db.rows<PublishedVersion>(
    `select e.id as "entryId", t.id as "taskId", e.version, t.title, t.title_en as "titleEn",
            o.name as "organizationName", o.name_en as "organizationNameEn", f.title as "fundTitle",
            f.title_en as "fundTitleEn", e.correction_note as "correctionNote", e.published_at as "publishedAt"
     from ${TASK_TABLES} join disclosure_entry e on e.task_id = t.id
     where ${IS_PUBLIC} and ($1::text is null or o.slug = $1)
     order by e.published_at desc, e.id limit ${ENTRIES}`,
    [organization],
  );
}

/** Atom (RFC 4287) of what has been published and corrected. */
export async function disclosuresAtom(organization: string | null, lang: Lang): Promise<string> {
  const t = translator(lang)("clock");
  const { PUBLIC_URL } = env();
  const query = organization === null ? "" : `?organization=${encodeURIComponent(organization)}`;
  const self = `${PUBLIC_URL}/disclosures.atom${query}`;
  const versions = await newestVersions(organization);
  const updated = versions[0]?.publishedAt ?? new Date(0);
  const entries = versions.map((version) => {
    const name = inLang(lang, version.organizationName, version.organizationNameEn);
    const about = inLang(lang, version.fundTitle ?? "", version.fundTitleEn ?? "");
    const title = [about, dutyTitle(lang, version)].filter((part) => part !== "").join("：");
    return [
      "<entry>",
      `<id>urn:uuid:${version.entryId}</id>`,
      `<title>${escapeXml(version.version === 1 ? title : t("atomCorrected", { title }))}</title>`,
      `<updated>${version.publishedAt.toISOString()}</updated>`,
      `<author><name>${escapeXml(name)}</name></author>`,
      `<link href="${escapeXml(`${PUBLIC_URL}/disclosures/${version.taskId}`)}"/>`,
      `<summary>${escapeXml(version.correctionNote ?? t("atomPublished", { name, title }))}</summary>`,
      "</entry>",
    ].join("");
  });
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${lang === "zh" ? "zh-Hans-CN" : "en"}">`,
    `<id>${escapeXml(self)}</id>`,
    `<title>${escapeXml(t("atomTitle"))}</title>`,
    `<updated>${updated.toISOString()}</updated>`,
    `<link rel="self" href="${escapeXml(self)}"/>`,
    `<link href="${escapeXml(`${PUBLIC_URL}/disclosures${query}`)}"/>`,
    ...entries,
    "</feed>",
  ].join("\n");
}

/** Text as XML takes it; control characters have no place in XML 1.0 and are left out. */
export function escapeXml(text: string): string {
  return [...text]
    .filter((char) => char >= " " || char === "\n" || char === "\t")
    .join("")
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
