import { useT } from "#app/lib/i18n-react.tsx";
import { formatYuan } from "#app/ui/money-text.ts";
import type { Finding } from "./signal.ts";

/** A finding in one sentence: sums of fen become yuan, the rest stands as it is. */
export function useFindingText(): (finding: Finding) => string {
  const t = useT("consumptionFraud");
  return ({ code, figures }) => {
    const shown = Object.fromEntries(
      Object.entries(figures).map(([name, value]) => [
        name,
        /fen$/i.test(name) ? formatYuan(BigInt(value)) : value,
      ]),
    );
    return t(`found_${code}`, shown);
  };
}
