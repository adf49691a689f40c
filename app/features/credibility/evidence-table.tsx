import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import type { EvidenceItem } from "./inputs.ts";
import { digestText } from "./report-text.ts";
import type { ReportBody } from "./score.ts";

const SOURCES = [
  "registrar",
  "auditor",
  "supervisor",
  "bank",
  "provider",
  "self",
  "ledger",
  "disclosure",
  "charity",
] as const;

/** What an indicator rests on: where it is from, of which day, its digest, and the thing itself where public. */
export function EvidenceTable({ ids, body }: { ids: readonly string[]; body: ReportBody }) {
  const t = useT("credibility");
  const items = ids.flatMap((id) => body.evidence.find((item) => item.id === id) ?? []);
  if (items.length === 0) return null;
  return (
    <CardsTable
      caption={t("evidenceCaption")}
      variant="duo"
      rows={items}
      rowKey={(item) => item.id}
      columns={[
        { key: "what", head: t("evidenceWhat"), cell: (item) => <EvidenceName item={item} /> },
        { key: "from", head: t("evidenceFrom"), cell: (item) => <Source code={item.source} /> },
        {
          key: "day",
          head: t("evidenceDay"),
          className: "num",
          cell: (item) => (item.observedAt ? <DateText value={item.observedAt} /> : t("live")),
        },
        {
          key: "digest",
          head: t("evidenceDigest"),
          cell: (item) =>
            item.sha256 ? <span className="code">sha256 {digestText(item.sha256)}</span> : null,
        },
      ]}
    />
  );
}

/** One item beside a figure, by its digest where it has one. */
export function EvidenceLink({ id, body }: { id: string; body: ReportBody }) {
  const item = body.evidence.find((one) => one.id === id);
  if (!item) return null;
  if (item.sha256 === null || item.href === null) return <EvidenceName item={item} />;
  return (
    <a className="code" href={item.href}>
      sha256 {digestText(item.sha256)}
    </a>
  );
}

function EvidenceName({ item }: { item: EvidenceItem }) {
  const t = useT("credibility");
  const title = inLang(useLang(), item.title, item.titleEn);
  if (item.href) return <a href={item.href}>{title}</a>;
  return (
    <>
      {title}
      {item.visibility === "masked" ? <small>{t("masked")}</small> : null}
    </>
  );
}

function Source({ code }: { code: string }) {
  const t = useT("credibility");
  const known = SOURCES.find((source) => source === code);
  return <>{known ? t(`source_${known}`) : code}</>;
}
