import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { SIGNAL_KINDS } from "./signal.ts";
import { currentRules, figuresOf } from "./signal-rules.ts";

/** What is looked for, since when, and that the site chose the values. */
export function RulesTable() {
  const t = useT("consumptionFraud");
  const rules = currentRules();
  return (
    <CardsTable
      caption={t("rulesTitle")}
      rows={SIGNAL_KINDS}
      rowKey={(kind) => kind}
      columns={[
        { key: "kind", head: t("kind"), cell: (kind) => t(`kind_${kind}`) },
        { key: "rule", head: t("rule"), cell: (kind) => t(`rule_${kind}`, figuresOf(kind, rules)) },
        { key: "basis", head: t("basis"), cell: () => t("basisDesign") },
        { key: "since", head: t("since"), cell: () => <DateText value={rules.since} /> },
      ]}
    />
  );
}
