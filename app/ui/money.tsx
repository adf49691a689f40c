import { useLang } from "#app/lib/i18n-react.tsx";
import { formatYuan, headlineYuan } from "#app/ui/money-text.ts";

type MoneyProps = {
  fen: bigint;
  /** Off in a table whose head names the unit. */
  symbol?: boolean;
  /** Writes a plus before a positive amount. */
  plus?: boolean;
  className?: string;
};

/** An amount to the fen, with the number of fen as its machine-readable value. */
export function Money({ fen, symbol = true, plus = false, className }: MoneyProps) {
  return (
    <data className={className} value={fen.toString()}>
      {formatYuan(fen, { symbol, plus })}
    </data>
  );
}

/** An amount as a headline says it; the exact figure must stand on the same page. */
export function Wan({ fen, className }: { fen: bigint; className?: string }) {
  return (
    <data className={className} value={fen.toString()}>
      {headlineYuan(fen, useLang())}
    </data>
  );
}
