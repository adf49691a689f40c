import { useT } from "#app/lib/i18n-react.tsx";
import { CardsTable } from "#app/ui/cards-table.tsx";
import { DateText } from "#app/ui/date-text.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import {
  SCREENING_RULES,
  type ScreeningReason,
  STRUCTURING_DAYS,
  STRUCTURING_GIFTS,
} from "./screening-rules.ts";

/** A reason in words, with the figures of its rule. */
export function useReasonText(): (reason: ScreeningReason) => string {
  const t = useT("screening");
  return (reason) => {
    const fen = SCREENING_RULES.find((rule) => rule.reason === reason)?.thresholdFen ?? 0n;
    const values = { sum: formatYuan(fen), count: STRUCTURING_GIFTS, days: STRUCTURING_DAYS };
    return t(`reason_${reason}`, values);
  };
}

/** What is looked at, since when, and that the site chose it. */
export function RulesTable() {
  const t = useT("screening");
  const reason = useReasonText();
  return (
    <CardsTable
      caption={t("rulesTitle")}
      variant="stated"
      rows={SCREENING_RULES}
      rowKey={(rule) => rule.reason}
      columns={[
        { key: "reason", head: t("rule"), cell: (rule) => reason(rule.reason) },
        { key: "basis", head: t("basis"), cell: (rule) => t(`basis_${rule.basis}`) },
        { key: "since", head: t("since"), cell: (rule) => <DateText value={rule.since} /> },
      ]}
    />
  );
}
