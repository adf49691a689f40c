import { inLang } from "#app/features/funds/fund-text.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { Age } from "#app/ui/age.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { EmptyState } from "#app/ui/empty-state.tsx";
import { FilterForm } from "#app/ui/filter-form.tsx";
import { LinkTabs } from "#app/ui/link-tabs.tsx";
import { Section } from "#app/ui/section.tsx";
import { Select } from "#app/ui/select.tsx";
import { State } from "#app/ui/state.tsx";
import { useFindingText } from "./finding-text.ts";
import type { SignalsData } from "./load-signals.server.ts";
import type { Signal } from "./queries.server.ts";
import { RulesTable } from "./rules-table.tsx";
import { SIGNAL_KINDS, SIGNALS_AT } from "./signal.ts";

/** What looked odd in the sales of campaigns: the longest waiting first, and the rules that found it. */
export function SignalsPage({ side, signals, counts, which, kind, now }: SignalsData) {
  const t = useT("consumptionFraud");
  const at = SIGNALS_AT[side];
  const tab = (state: typeof which) => `${at}?state=${state}${kind ? `&kind=${kind}` : ""}`;
  return (
    <div className="wrap">
      <div className="head">
        <h1>{counts.waiting === 0 ? t("titleNone") : t("titleSome", { count: counts.waiting })}</h1>
      </div>
      <p className="lead">{t(`lead_${side}`)}</p>
      <LinkTabs
        label={t("tabs")}
        items={[
          {
            href: tab("waiting"),
            label: t("tabWaiting"),
            current: which === "waiting",
            count: counts.waiting,
          },
          {
            href: tab("decided"),
            label: t("tabDecided"),
            current: which === "decided",
            count: counts.decided,
          },
        ]}
      />
      <FilterForm action={at} label={t("filter")} active={kind !== null}>
        <input type="hidden" name="state" value={which} />
        <Select
          name="kind"
          label={t("kind")}
          blank={t("allKinds")}
          defaultValue={kind ?? ""}
          options={SIGNAL_KINDS.map((value) => ({ value, label: t(`kind_${value}`) }))}
        />
      </FilterForm>
      <SignalsTable signals={signals} at={at} isWaiting={which === "waiting"} now={now} />
      <p className="note">{t("notPublic")}</p>
      <Section title={t("rulesTitle")} intro={t("rulesIntro")}>
        <RulesTable />
      </Section>
    </div>
  );
}

function SignalsTable(props: { signals: Signal[]; at: string; isWaiting: boolean; now: Date }) {
  const { signals, at, isWaiting, now } = props;
  const t = useT("consumptionFraud");
  const lang = useLang();
  const textOf = useFindingText();
  return (
    <CardsTable
      caption={t("caption")}
      variant="stated"
      rows={signals}
      rowKey={(one) => one.id}
      empty={<EmptyState title={t("empty")}>{t("emptyText")}</EmptyState>}
      columns={[
        {
          key: "what",
          head: t("what"),
          cell: (one) => (
            <>
              <a href={`${at}/${one.id}`}>{t(`kind_${one.kind}`)}</a>
              <small>{one.evidence.map(textOf).join(t("and"))}</small>
            </>
          ),
        },
        {
          key: "merchant",
          head: t("merchant"),
          cell: (one) => (
            <>
              {inLang(lang, one.merchantName, one.merchantNameEn)}
              <small>{inLang(lang, one.fundTitle, one.fundTitleEn)}</small>
            </>
          ),
        },
        {
          key: "age",
          head: isWaiting ? t("waits") : t("decidedOn"),
          cell: (one) =>
            one.decidedAt ? (
              <DateText value={one.decidedAt} precision="minute" />
            ) : (
              <Age since={one.openedAt} now={now} />
            ),
        },
        { key: "state", head: t("state"), st: true, cell: (one) => <SignalMark signal={one} /> },
      ]}
    />
  );
}

/** Where a signal stands, in a word. */
export function SignalMark({ signal: { state, decision } }: { signal: Pick<Signal, "state" | "decision"> }) {
  const t = useT("consumptionFraud");
  if (decision)
    return <State tone={decision === "cleared" ? "done" : "bad"}>{t(`decided_${decision}`)}</State>;
  return state === "asked" ? (
    <State tone="wait">{t("state_asked")}</State>
  ) : (
    <State tone="warn">{t("state_open")}</State>
  );
}
