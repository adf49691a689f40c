import type { Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import type { QuarantineView } from "./quarantine-queries.server.ts";

/** An amount in its own currency. */
export function amountText(fen: bigint, currency: string): string {
  return currency === "CNY" ? formatYuan(fen) : `${currency} ${formatYuan(fen, { symbol: false })}`;
}

/** What was received and what was expected, in one sentence. */
export function whatHappened(t: Translate<"moneyBack">, view: QuarantineView): string {
  const values = {
    received: amountText(view.receivedFen, view.currency),
    expected: amountText(view.expectedFen ?? 0n, "CNY"),
    currency: view.currency,
  };
  return (t as (key: "said_wrong-amount", values: Record<string, string>) => string)(
    `said_${view.reason}` as "said_wrong-amount",
    values,
  );
}
