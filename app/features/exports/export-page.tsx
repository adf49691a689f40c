import { useT } from "#app/lib/i18n-react.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { type PairItem, Pairs } from "#app/ui/pairs.tsx";
import { ButtonLink } from "#app/ui/submit-button.tsx";
import type { loadExport } from "./exports-page.server.ts";
import { FileState } from "./exports-page.tsx";

type ExportProps = Awaited<ReturnType<typeof loadExport>>;

/** One export: rows, sums and SHA-256 to hold the file against, and the file. */
export function ExportPage({ file, workState, now }: ExportProps) {
  const t = useT("exports");
  const isOver = file.expiresAt <= now;
  const mayFetch = !isOver && (!file.isBuilt || file.finishedAt !== null);
  const items: PairItem[] = [
    { term: t("col_state"), value: <FileState file={file} now={now} /> },
    { term: t("rangeTerm"), value: t("range", { from: file.fromDay, to: file.toDay }) },
    { term: t("donorsTerm"), value: file.withDonors ? t("withDonors") : t("withoutDonors") },
    { term: t("col_who"), value: file.requestedBy },
    { term: t("col_when"), value: <DateText value={file.requestedAt} precision="second" /> },
    ...(file.finishedAt
      ? [
          { term: t("asOfTerm"), value: <DateText value={file.finishedAt} precision="second" /> },
          { term: t("col_rows"), value: (file.rowCount ?? 0n).toLocaleString("en-US") },
          ...Object.entries(file.sums ?? {}).map(([currency, fen]) => ({
            term: t("sumTerm", { currency }),
            value: formatYuan(BigInt(fen), { symbol: currency === "CNY" }),
          })),
          { term: t("sizeTerm"), value: t("bytes", { count: Number(file.sizeBytes ?? 0n) }) },
        ]
      : []),
  ];
  return (
    <div className="wrap form-page">
      <Crumbs items={[{ href: "/workspace/exports", label: t("title") }]} />
      <h1>{t(`kind_${file.kind}`)}</h1>
      {workState === "failed" ? (
        <Flash tone="bad" title={t("failed")}>
          <a href="/workspace/exports">{t("again")}</a>
        </Flash>
      ) : null}
      <Pairs items={items} />
      {file.sha256 ? (
        <p className="note">
          {t("shaTerm")} <span className="code">{file.sha256}</span>
          <br />
          {file.isBuilt ? t("shaBuilt") : t("shaStreamed")}
        </p>
      ) : null}
      <p className="acts">
        {mayFetch ? (
          <ButtonLink href={`/workspace/exports/${file.id}/file`}>{t("download")}</ButtonLink>
        ) : null}
        {file.isBuilt && !file.finishedAt ? (
          <ButtonLink href={`/workspace/work/${file.id}`}>{t("toWork")}</ButtonLink>
        ) : null}
        <a href="/workspace/exports">{t("toList")}</a>
      </p>
      {isOver ? <p className="note">{t("expiredText")}</p> : null}
    </div>
  );
}
