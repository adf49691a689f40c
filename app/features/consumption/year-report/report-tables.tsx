import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { Money } from "#app/ui/money.tsx";
import { State } from "#app/ui/state.tsx";
import { statementHref } from "../pages/hrefs.ts";
import type { StatementRow } from "./report.ts";
import type { YearReportData } from "./report-work.server.ts";

/** What the sales of each month gave to each campaign. */
export function MonthsTable({ report }: YearReportData) {
  const t = useT("yearReport");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("months")}
      variant="duo"
      rows={report.months}
      rowKey={(row) => `${row.campaign} ${row.month}`}
      empty={<EmptyState title={t("nothing")}>{t("nothingText")}</EmptyState>}
      columns={[
        {
          key: "month",
          head: t("month"),
          foot: t("sum"),
          cell: (row) => (
            <>
              {row.month}
              <small>{inLang(lang, row.campaignName, row.campaignNameEn)}</small>
            </>
          ),
        },
        {
          key: "charity",
          head: t("charity"),
          foot: "",
          cell: (row) => inLang(lang, row.charityName, row.charityNameEn),
        },
        {
          key: "orders",
          head: t("orders"),
          right: true,
          foot: report.totals.orderCount.toLocaleString("en-US"),
          cell: (row) => row.orderCount.toLocaleString("en-US"),
        },
        {
          key: "returns",
          head: t("returns"),
          right: true,
          foot: report.totals.returnCount.toLocaleString("en-US"),
          cell: (row) => row.returnCount.toLocaleString("en-US"),
        },
        {
          key: "promised",
          head: t("promisedYuan"),
          right: true,
          foot: <Money fen={report.totals.promisedFen} symbol={false} />,
          cell: (row) => <Money fen={row.promisedFen} symbol={false} />,
        },
      ]}
    />
  );
}

/** What was due by when, and what was paid. */
export function StatementsTable({ report }: YearReportData) {
  const t = useT("yearReport");
  return (
    <CardsTable
      caption={t("statements")}
      variant="duo stated"
      rows={report.statements}
      rowKey={({ id }) => id}
      empty={<EmptyState title={t("nothing")}>{t("nothingText")}</EmptyState>}
      columns={[
        {
          key: "period",
          head: t("period"),
          cell: (row) => (
            <a href={statementHref(row.campaign, row.id)}>
              {t("fromTo", { from: row.periodFrom, to: row.periodTo })}
            </a>
          ),
        },
        { key: "state", head: t("onTime"), st: true, cell: (row) => <OnTime row={row} /> },
        {
          key: "stated",
          head: t("statedYuan"),
          right: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
        {
          key: "paid",
          head: t("paidYuan"),
          right: true,
          cell: (row) => <Money fen={row.paidFen} symbol={false} />,
        },
        { key: "by", head: t("payBy"), cell: (row) => <DateText value={row.payBy} /> },
        {
          key: "on",
          head: t("paidOn"),
          cell: (row) => (row.paidOn === null ? null : <DateText value={row.paidOn} />),
        },
      ]}
    />
  );
}

function OnTime({ row }: { row: StatementRow }) {
  const t = useT("yearReport");
  if (row.isOnTime === null)
    return <State tone="wait">{t(row.amountFen === 0n ? "nothingDue" : "notDueYet")}</State>;
  if (row.isOnTime) return <State tone="done">{t("inTime")}</State>;
  return <State tone="bad">{t(row.paidFen < row.amountFen ? "late" : "paidLate")}</State>;
}

/** What charities paid out of the money. */
export function UsesTable({ report }: YearReportData) {
  const t = useT("yearReport");
  const lang = useLang();
  return (
    <CardsTable
      caption={t("uses")}
      variant="duo"
      rows={report.uses}
      rowKey={({ disbursementId }) => disbursementId}
      empty={<EmptyState title={t("usesNone")}>{t("usesNoneText")}</EmptyState>}
      columns={[
        {
          key: "purpose",
          head: t("purpose"),
          cell: (use) => (
            <>
              <a href={`/disbursements/${use.disbursementId}`}>{inLang(lang, use.purpose, use.purposeEn)}</a>
              <small>
                <DateText value={use.paidOn} />
              </small>
            </>
          ),
        },
        {
          key: "ours",
          head: t("oursYuan"),
          right: true,
          cell: (use) => <Money fen={use.amountFen} symbol={false} />,
        },
        {
          key: "whole",
          head: t("wholeYuan"),
          right: true,
          cell: (use) => <Money fen={use.totalFen} symbol={false} />,
        },
        {
          key: "people",
          head: t("people"),
          right: true,
          cell: (use) => (use.people === null ? null : <span className="num">{use.people}</span>),
        },
      ]}
    />
  );
}

/** The receipts that the charities issued. */
export function ReceiptsTable({ report }: YearReportData) {
  const t = useT("yearReport");
  return (
    <CardsTable
      caption={t("receipts")}
      variant="duo"
      rows={report.receipts}
      rowKey={(row) => `${row.billCode} ${row.billNo}`}
      empty={<p className="note">{t("receiptsNone")}</p>}
      columns={[
        { key: "no", head: t("billNo"), cell: (row) => <span className="code">{row.billNo}</span> },
        { key: "code", head: t("billCode"), cell: (row) => <span className="code">{row.billCode}</span> },
        { key: "on", head: t("issuedOn"), cell: (row) => <DateText value={row.issuedOn} /> },
        {
          key: "amount",
          head: t("amountYuan"),
          right: true,
          cell: (row) => <Money fen={row.amountFen} symbol={false} />,
        },
      ]}
    />
  );
}
