import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { formatFen } from "#app/lib/money.ts";
import { Answer } from "#app/ui/answer.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { Money } from "#app/ui/money.tsx";
import { Pairs } from "#app/ui/pairs.tsx";
import { QrCode } from "#app/ui/qr-code.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { percentText } from "../rules/rule-text.ts";
import { onTimeBp } from "./report.ts";
import { MAPPED_FIELDS, REPORT_TABLE_NAMES, REPORT_TABLES } from "./report-fields.ts";
import { MonthsTable, ReceiptsTable, StatementsTable, UsesTable } from "./report-tables.tsx";
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
        <MonthsTable {...page} />
      </Section>
      <Section title={t("statements")}>
        <StatementsTable {...page} />
      </Section>
      <Section title={t("uses")} intro={t("usesIntro")}>
        <UsesTable {...page} />
      </Section>
      <Section title={t("receipts")}>
        <ReceiptsTable {...page} />
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
