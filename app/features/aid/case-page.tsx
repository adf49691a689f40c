import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Callout } from "#app/ui/callout.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { Facts } from "#app/ui/facts.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import { Section } from "#app/ui/section.tsx";
import { SubmitButton } from "#app/ui/submit-button.tsx";
import { CaseActs } from "./case-acts.tsx";
import { CaseStateMark } from "./cases-page.tsx";
import { AidFormNotes } from "./form-notes.tsx";
import { type AidForm, sayAid } from "./form-state.ts";
import type { CaseData } from "./load-case.server.ts";
import { CaseSteps } from "./own-case-page.tsx";
import type { AidPerson } from "./person.ts";
import { bandText } from "./programme-terms.tsx";

export interface CasePageProps extends CaseData {
  state: AidForm;
  /** Only in the answer to "show": reading it is in the audit trail. */
  person: AidPerson | null;
}

/** One application: where it stands, the one next step, who it is about (on asking), what was said. */
export function CasePage(props: CasePageProps) {
  const { view, programme, same, decisions, isDone, state, person } = props;
  const t = useT("aid");
  const lang = useLang();
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/workspace/aid", label: t("room_cases") }, { label: view.reference }]} />
      <div className="head">
        <h1>
          {t("caseTitle", { reference: view.reference })} <CaseStateMark state={view.state} />
        </h1>
      </div>
      {isDone ? <Flash tone="done" title={t("done")} /> : null}
      <AidFormNotes state={state} />
      <CaseSteps view={view} />
      <CaseActs {...props} />
      <Section title={t("whoTitle")} intro={t("whoIntro")} id="person">
        <PersonFacts person={person} view={view} />
        {view.idNumberOdd ? (
          <Callout tone="attention" title={t("oddIdTitle")}>
            <p>{t("oddId")}</p>
          </Callout>
        ) : null}
        {same.length > 0 ? (
          <Callout tone="attention" title={t("sameTitle", { count: same.length })}>
            <ul>
              {same.map((one) => (
                <li key={one.id}>
                  <a href={`/workspace/aid/cases/${one.id}`}>{one.reference}</a>{" "}
                  {inLang(lang, one.programmeTitle, one.programmeTitleEn)} {sayAid(t, `state_${one.state}`)}{" "}
                  <DateText value={one.receivedAt} />
                </li>
              ))}
            </ul>
          </Callout>
        ) : null}
      </Section>
      <Section title={t("ruleTitle")}>
        <Facts
          plain
          items={[
            { term: t("programme"), value: inLang(lang, view.programmeTitle, view.programmeTitleEn) },
            ...(programme
              ? [
                  { term: t("gives"), value: bandText(programme.lowFen, programme.highFen) },
                  { term: t("yearCap"), value: formatYuan(programme.yearCapFen) },
                  { term: t("qualifies"), value: programme.qualifies },
                  { term: t("criteria"), value: programme.criteria },
                ]
              : []),
          ]}
        />
      </Section>
      {decisions.length > 0 ? <Decisions decisions={decisions} /> : null}
    </div>
  );
}

function PersonFacts({ person, view }: Pick<CasePageProps, "person" | "view">) {
  const t = useT("aid");
  const lang = useLang();
  const known = [
    {
      term: t("town"),
      value: inLang(lang, view.divisionName ?? view.divisionCode, view.divisionNameEn ?? view.divisionCode),
    },
    { term: t("householdClass"), value: view.householdClass },
    { term: t("origin"), value: t(`origin_${view.origin}`) },
    ...(view.isMinor ? [{ term: t("minor"), value: t("minorYes") }] : []),
  ];
  if (view.prunedAt) return <p className="note">{t("forgotten")}</p>;
  if (!person) {
    return (
      <>
        <Facts plain items={known} />
        <form method="post" action={`/workspace/aid/cases/${view.id}#person`}>
          <SubmitButton quiet name="act" value="show">
            {t("showPerson")}
          </SubmitButton>
        </form>
      </>
    );
  }
  const said = (
    [
      ["name", person.name],
      ["idNumber", person.idNumber],
      ["phone", person.phone],
      ["address", person.address],
      ["need", person.need],
      ["bank", person.bank],
      ["accountNo", person.accountNo],
      ["accountHolder", person.accountHolder],
      ["guardianName", person.guardianName],
      ["guardianPhone", person.guardianPhone],
      ["helperName", person.helperName],
      ["helperPhone", person.helperPhone],
    ] as const
  ).flatMap(([key, value]) => (value === "" ? [] : [{ term: t(key), value }]));
  return <Facts plain items={[...said, ...known]} />;
}

function Decisions({ decisions }: Pick<CasePageProps, "decisions">) {
  const t = useT("aid");
  return (
    <Section title={t("decisionsTitle")} intro={t("decisionsIntro")}>
      <CardsTable
        caption={t("decisionsTitle")}
        rows={decisions}
        rowKey={(row) => String(row.step)}
        columns={[
          { key: "kind", head: t("decisionKind"), cell: (row) => t(`said_${row.kind}`) },
          {
            key: "what",
            head: t("decisionWhat"),
            cell: (row) =>
              row.amountFen !== null
                ? t("approveAmount", { amount: formatYuan(row.amountFen) })
                : sayAid(t, `reason_${row.refusalReason}`),
          },
          { key: "by", head: t("by"), cell: (row) => row.byName },
          { key: "at", head: t("at"), cell: (row) => <DateText value={row.at} precision="minute" /> },
          { key: "note", head: t("note"), cell: (row) => (row.note === "" ? null : row.note) },
        ]}
      />
    </Section>
  );
}
