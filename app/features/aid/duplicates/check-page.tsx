import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { FileField } from "#app/ui/file-field.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { TextField } from "#app/ui/text-field.tsx";
import { AidFormNotes } from "../form-notes.tsx";
import { type AidForm, aidErrorOf } from "../form-state.ts";
import type { CheckView, TwiceRow } from "./check-queries.server.ts";

interface ChecksPageProps {
  checks: CheckView[];
  attempt: string;
  sinceDay: string;
  untilDay: string;
  state: AidForm;
}

/** For bureau officers: start a check, and the runs so far. Says plainly what it protects and what not. */
export function ChecksPage({ checks, attempt, sinceDay, untilDay, state }: ChecksPageProps) {
  const t = useT("aidChecks");
  const ta = useT("aid");
  const field = (name: string) => ({ name, error: aidErrorOf(ta, state, name) });
  return (
    <div className="wrap">
      <h1>{t("title")}</h1>
      <p className="lead">{t("lead")}</p>
      <Callout tone="calm" title={t("protectsTitle")}>
        <ul>
          <li>{t("protects1")}</li>
          <li>{t("protects2")}</li>
          <li>{t("protects3")}</li>
        </ul>
      </Callout>
      <Callout tone="attention" title={t("protectsNotTitle")}>
        <ul>
          <li>{t("protectsNot1")}</li>
          <li>{t("protectsNot2")}</li>
          <li>{t("protectsNot3")}</li>
        </ul>
      </Callout>
      <Section title={t("startTitle")} intro={t("startIntro")}>
        <form
          method="post"
          action="/supervision/aid"
          encType="multipart/form-data"
          noValidate
          className="form-page"
        >
          <AidFormNotes state={state} />
          <input type="hidden" name="attempt" value={attempt} />
          <FileField
            label={t("file")}
            name="file"
            accept=".csv,text/csv"
            help={t("fileHelp")}
            error={aidErrorOf(ta, state, "file")}
          />
          <TextField
            label={t("key")}
            help={t("keyHelp")}
            optional
            type="password"
            autoComplete="off"
            {...field("key")}
          />
          <TextField
            label={t("since")}
            type="date"
            {...field("sinceDay")}
            defaultValue={state.typed.sinceDay ?? sinceDay}
          />
          <TextField
            label={t("until")}
            type="date"
            {...field("untilDay")}
            defaultValue={state.typed.untilDay ?? untilDay}
          />
          <p className="field">
            <SubmitButton>{t("startButton")}</SubmitButton>
          </p>
        </form>
      </Section>
      <Section title={t("runs")}>
        <CardsTable
          caption={t("runs")}
          rows={checks}
          rowKey={(check) => check.id}
          empty={<p className="note">{t("none")}</p>}
          columns={[
            {
              key: "at",
              head: t("runAt"),
              cell: (check) => (
                <a href={`/supervision/aid/${check.id}`}>
                  <DateText value={check.runAt} precision="minute" />
                </a>
              ),
            },
            { key: "rows", head: t("listRows"), right: true, cell: (check) => check.listRows },
            { key: "cases", head: t("caseCount"), right: true, cell: (check) => check.caseCount },
            { key: "never", head: t("never"), right: true, cell: (check) => check.neverAidedCount },
            { key: "twice", head: t("twice"), right: true, cell: (check) => check.aidedTwiceCount },
          ]}
        />
      </Section>
    </div>
  );
}

interface CheckPageProps {
  check: CheckView;
  neverLines: number[];
  twice: TwiceRow[];
}

/** One run: who is on the government's list and was never aided, and who was aided twice. For officers alone. */
export function CheckPage({ check, neverLines, twice }: CheckPageProps) {
  const t = useT("aidChecks");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/supervision/aid", label: t("title") }, { label: t("run") }]} />
      <h1>{t("runTitle", { never: check.neverAidedCount, twice: check.aidedTwiceCount })}</h1>
      <p className="lead">{t("runLead")}</p>
      <Facts
        plain
        items={[
          { term: t("runAt"), value: <DateText value={check.runAt} precision="minute" /> },
          { term: t("by"), value: check.officerName },
          { term: t("since"), value: <DateText value={check.sinceDay} /> },
          { term: t("until"), value: <DateText value={check.untilDay} /> },
          { term: t("listRows"), value: t("rowsBad", { rows: check.listRows, bad: check.badRows }) },
          {
            term: t("caseCount"),
            value: t("casesOf", { cases: check.caseCount, organizations: check.organizationCount }),
          },
        ]}
      />
      <Section title={t("never")} intro={t("neverIntro")}>
        {neverLines.length === 0 ? (
          <p className="note">{t("neverNone")}</p>
        ) : (
          <p className="num">{neverLines.join(t("comma"))}</p>
        )}
      </Section>
      <Section title={t("twice")} intro={t("twiceIntro")}>
        <CardsTable
          caption={t("twice")}
          rows={twice}
          rowKey={(row) => `${row.groupNo}-${row.reference}`}
          empty={<p className="note">{t("twiceNone")}</p>}
          columns={[
            { key: "group", head: t("group"), cell: (row) => t("groupNo", { number: row.groupNo }) },
            {
              key: "who",
              head: t("organization"),
              cell: (row) => inLang(lang, row.organizationName, row.organizationNameEn),
            },
            {
              key: "what",
              head: t("programme"),
              cell: (row) => inLang(lang, row.programmeTitle, row.programmeTitleEn),
            },
            {
              key: "ref",
              head: t("reference"),
              cell: (row) => <span className="code">{row.reference}</span>,
            },
            {
              key: "at",
              head: t("paidAt"),
              cell: (row) => (row.paidAt ? <DateText value={row.paidAt} /> : null),
            },
            {
              key: "fen",
              head: t("amount"),
              right: true,
              cell: (row) => (row.amountFen === null ? null : <Money fen={row.amountFen} symbol={false} />),
            },
          ]}
        />
      </Section>
    </div>
  );
}
