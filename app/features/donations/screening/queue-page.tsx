import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Age } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Money } from "#app/ui/money.tsx";
import { Section } from "#app/ui/section.tsx";
import { State } from "#app/ui/state.tsx";
import type { ScreeningCase } from "./queries.server.ts";
import { RulesTable, useReasonText } from "./rules-table.tsx";
import type { ScreeningsData } from "./work-page.server.ts";

const LIST = "/workspace/screening";

/** The gifts to look at, the longest waiting first, and the rules that chose them. */
export function ScreeningsPage({ which, cases, counts, now }: ScreeningsData) {
  const t = useT("screening");
  const lang = useLang();
  const reason = useReasonText();
  return (
    <div className="wrap">
      <div className="head">
        <h1>{counts.open === 0 ? t("queueNone") : t("queueSome", { count: counts.open })}</h1>
      </div>
      <p className="lead">{t("queueLead")}</p>
      <LinkTabs
        label={t("tabs")}
        items={[
          { href: LIST, label: t("tabOpen"), current: which === "open", count: counts.open },
          {
            href: `${LIST}?state=decided`,
            label: t("tabDecided"),
            current: which === "decided",
            count: counts.decided,
          },
        ]}
      />
      <CardsTable
        caption={t("queueCaption")}
        variant="stated"
        rows={cases}
        rowKey={(one) => one.id}
        empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
        columns={[
          {
            key: "gift",
            head: t("gift"),
            cell: (one) => (
              <>
                <a href={`${LIST}/${one.id}`}>
                  <Money fen={one.amountFen} />
                </a>
                <small>{inLang(lang, one.fundTitle, one.fundTitleEn)}</small>
              </>
            ),
          },
          { key: "why", head: t("why"), cell: (one) => one.reasons.map(reason).join(t("and")) },
          {
            key: "age",
            head: which === "open" ? t("waits") : t("decidedOn"),
            cell: (one) =>
              one.decidedAt ? (
                <DateText value={one.decidedAt} precision="minute" />
              ) : (
                <Age since={one.openedAt} now={now} />
              ),
          },
          { key: "state", head: t("stateHead"), st: true, cell: (one) => <CaseState found={one} /> },
        ]}
      />
      <p className="note">{t("notPublic")}</p>
      <Section title={t("rulesTitle")} intro={t("rulesIntro")}>
        <RulesTable />
        <p className="note">{t("alertsToo")}</p>
      </Section>
    </div>
  );
}

export function CaseState({ found }: { found: ScreeningCase }) {
  const t = useT("screening");
  if (found.decidedAt && found.outcome) return <State tone="done">{t(`decided_${found.outcome}`)}</State>;
  return found.outcome ? (
    <State tone="wait">{t("stateProposed")}</State>
  ) : (
    <State tone={found.reasons.includes("list-match") ? "bad" : "warn"}>{t("stateOpen")}</State>
  );
}
