import { useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { Finding } from "./signal.ts";

/** Every figure that a sentence about a finding may name. */
const NO_FIGURES = { count: 0, day: "", days: 0, fen: "", hour: 0, minutes: 0, month: "", share: 0 };

/** A finding in one sentence: sums of fen become yuan, the rest stands as it is. */
export function useFindingText(): (finding: Finding) => string {
  const t = useT("consumptionFraud");
  return ({ code, figures }) =>
    t(`found_${code}`, {
      ...NO_FIGURES,
      ...figures,
      count: Number(figures.count ?? 0),
      fen: figures.fen === undefined ? "" : formatYuan(BigInt(figures.fen)),
    });
}
