import { FILING_RULES } from "#app/features/funds/filings/filing-rules.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { Crumbs } from "#app/ui/crumbs.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import { DUTY_FIELDS, DUTY_KINDS, type DutyKind } from "./duty-kinds.ts";
import { DUTY_RULES, type DutyRule, type Term } from "./duty-rules.ts";

/** Every duty with its term, its article and what it must say: the rule table itself, in both languages. */
export function RulesPage() {
  const t = useT("clock");
  return (
    <div className="wrap">
      <Crumbs items={[{ href: "/disclosures", label: t("publicTitle") }, { label: t("rulesTitle") }]} />
      <div className="answer">
        <h1>{t("rulesTitle")}</h1>
        <p className="lead">{t("rulesLead")}</p>
      </div>
      {DUTY_KINDS.map((kind) => (
        <KindRules key={kind} kind={kind} />
      ))}
      <Section title={t("localTitle")} intro={t("localIntro")}>
        <ul className="plain">
          {FILING_RULES.filter(({ jurisdiction }) => jurisdiction !== null).map((rule) => (
            <li key={`${rule.jurisdiction}${rule.key}`}>
              {t("localRule", { code: rule.jurisdiction ?? "", source: rule.source })}{" "}
              {rule.value === null ? (
                <State tone="warn">{t("unconfirmedNumber")}</State>
              ) : (
                t("term_days", { count: rule.value })
              )}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}

function KindRules({ kind }: { kind: DutyKind }) {
  const t = useT("clock");
  const td = useT("disclosures");
  const lang = useLang();
  const rules = DUTY_RULES.filter((rule) => rule.kind === kind).reverse();
  return (
    <Section title={t(`kind_${kind}`)} id={kind}>
      <CardsTable
        caption={t("rulesCaption", { kind: t(`kind_${kind}`) })}
        variant="duo"
        rows={rules}
        rowKey={(rule) => rule.from + rule.article}
        columns={[
          { key: "article", head: td("basis"), cell: (rule) => inLang(lang, rule.article, rule.articleEn) },
          { key: "term", head: t("term"), cell: (rule) => <TermText term={rule.term} /> },
          { key: "from", head: t("ruleFrom"), className: "num", cell: (rule) => rule.from },
          { key: "sure", head: td("state"), cell: (rule) => <Sureness rule={rule} /> },
        ]}
      />
      <p className="note after">
        {t("mustSay", { fields: DUTY_FIELDS[kind].map((field) => td(`field_${field}`)).join(t("comma")) })}
      </p>
    </Section>
  );
}

function Sureness({ rule }: { rule: DutyRule }) {
  const t = useT("clock");
  if (rule.isUnconfirmed) return <State tone="warn">{t("unconfirmed")}</State>;
  return rule.for ? t("forCharityTrustee") : t("inForce");
}

function TermText({ term }: { term: Term }) {
  const t = useT("clock");
  if ("days" in term)
    return term.days < 0 ? t("term_daysBefore", { count: -term.days }) : t("term_days", { count: term.days });
  if ("months" in term) return t("term_months", { count: term.months });
  if ("everyDays" in term) return t("term_everyDays", { count: term.everyDays });
  if ("everyMonths" in term)
    return t("term_everyMonths", { count: term.everyMonths, longer: term.ifLongerThanMonths });
  return t("term_yearly", { day: term.yearly });
}
