import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { QrCode } from "#app/ui/qr-code.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { statementHref } from "../pages/hrefs.ts";
import { percentText } from "../rules/rule-text.ts";
import { onTimeBp, type StatementRow } from "./report.ts";
import { MAPPED_FIELDS, REPORT_TABLE_NAMES, REPORT_TABLES } from "./report-fields.ts";
import type { YearReportData } from "./report-work.server.ts";

const PATH = "/workspace/sales/report";

/** An enterprise's year of giving, on a page and as files. */
export function YearReportPage(page: YearReportData) {
  const { report, of, enterprises, years } = page;
  const t = useT("yearReport");
  const lang = useLang();
  const name = inLang(lang, report.enterprise.name, report.enterprise.nameEn);
  return (
    <div className="wrap">
      <Answer
        title={t("answer", { year: report.year, amount: formatFen(report.totals.paidFen) })}
        lead={t("lead", { name })}
      >
        <p className="asof">
          {report.asOf === null ? (
            t("noFacts")
          ) : (
            <>
              {t("asOfLabel")} <DateText value={report.asOf} precision="second" />
            </>
          )}
        </p>
      </Answer>
      <FilterForm action={PATH} label={t("choose")}>
        <Select
          name="year"
          label={t("year")}
          defaultValue={String(report.year)}
          options={years.map((year) => ({ value: String(year), label: String(year) }))}
        />
        {enterprises.length > 1 ? (
          <Select
            name="of"
            label={t("enterprise")}
            defaultValue={of}
            options={enterprises.map((one) => ({ value: one.id, label: inLang(lang, one.name, one.nameEn) }))}
          />
        ) : null}
      </FilterForm>
      <Section title={t("totals")}>
        <Totals {...page} />
        <Files {...page} />
      </Section>
      <Section title={t("months")}>
        <Months {...page} />
      </Section>
      <Section title={t("statements")}>
        <Statements {...page} />
      </Section>
      <Section title={t("uses")} intro={t("usesIntro")}>
        <Uses {...page} />
      </Section>
      <Section title={t("receipts")}>
        <Receipts {...page} />
      </Section>
      <Section title={t("method")}>
        <Method />
      </Section>
      <Section title={t("fields")} intro={t("fieldsIntro")}>
        <Fields />
      </Section>
      <Section title={t("check")}>
        <Check {...page} />
      </Section>
    </div>
  );
}

function Totals({ report: { totals } }: YearReportData) {
  const t = useT("yearReport");
  const share = onTimeBp(totals);
  return (
    <Pairs
      items={[
        { term: t("promised"), value: <Money fen={totals.promisedFen} /> },
        { term: t("stated"), value: <Money fen={totals.statedFen} /> },
        { term: t("paid"), value: <Money fen={totals.paidFen} /> },
        { term: t("due"), value: <Money fen={totals.dueFen} /> },
        { term: t("overdue"), value: <Money fen={totals.overdueFen} /> },
        {
          term: t("onTime"),
          value:
            share === null
              ? t("onTimeNone")
              : t("onTimeOf", {
                  share: percentText(share),
                  paid: totals.paidOnTimeCount,
                  all: totals.judgedCount,
                }),
        },
        { term: t("used"), value: <Money fen={totals.usedFen} /> },
        { term: t("delivered"), value: <Money fen={totals.deliveredFen} /> },
        { term: t("unused"), value: <Money fen={totals.unusedFen} /> },
        { term: t("fees"), value: <Money fen={totals.feesFen} /> },
      ]}
    />
  );
}

function Files({ report, of }: YearReportData) {
  const t = useT("yearReport");
  const query = `?year=${report.year}&of=${of}`;
  return (
    <p className="acts">
      <a className="btn" href={`${PATH}/report.pdf${query}`}>
        {t("pdf")}
      </a>
      <a href={`${PATH}/report.json${query}`}>{t("json")}</a>
      {REPORT_TABLE_NAMES.map((table) => (
        <a key={table} href={`${PATH}/${table}.csv${query}`}>
          {t(`csv_${table}`)}
        </a>
      ))}
    </p>
  );
}

function Months({ report }: YearReportData) {
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

function Statements({ report }: YearReportData) {
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

function Uses({ report }: YearReportData) {
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

function Receipts({ report }: YearReportData) {
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

/** How the figures come about, in the words of the PDF. */
function Method() {
  const t = useT("yearReport");
  return (
    <div className="story">
      <p>{t("methodPromised")}</p>
      <p>{t("methodPaid")}</p>
      <p>{t("methodUses")}</p>
      <p>{t("methodPeople")}</p>
      <p>{t("methodMapped")}</p>
    </div>
  );
}

/** What the columns of the files are called: programs outside rely on the names. */
function Fields() {
  const t = useT("yearReport");
  return (
    <>
      <CardsTable
        caption={t("fields")}
        rows={REPORT_TABLE_NAMES}
        rowKey={(table) => table}
        columns={[
          { key: "table", head: t("file"), cell: (table) => t(`csv_${table}`) },
          {
            key: "fields",
            head: t("columns"),
            cell: (table) => <span className="code">{REPORT_TABLES[table].join(", ")}</span>,
          },
        ]}
      />
      <p className="note after code">
        {MAPPED_FIELDS.map(({ field, standard, item }) => `${field} = ${standard}, ${item}`).join("; ")}
      </p>
    </>
  );
}

/** Where anybody can check. */
function Check({ report }: YearReportData) {
  const t = useT("yearReport");
  return (
    <>
      <p>
        <a href={report.links.merchant}>{t("checkText")}</a>
      </p>
      <QrCode text={report.links.merchant} label={t("checkText")} />
    </>
  );
}
