import { useT } from "#app/lib/i18n-react.tsx";
import { type BarPart, FundBar } from "#app/ui/fund-bar.tsx";
import { accruedFen, type PromiseSums, waitingFen } from "./promise-sums.ts";

interface PromiseBarProps {
  sums: PromiseSums;
  /** What of the paid money was paid out to people already; null where that is not told apart. */
  usedFen: bigint | null;
  /** Addresses of the rows behind each sum. */
  hrefs?: { used?: string; paid?: string; due?: string; waiting?: string };
}

/** One bar from sale to use: used, paid, confirmed and not paid, accrued and not confirmed. They sum to all accrued. */
export function PromiseBar({ sums, usedFen, hrefs = {} }: PromiseBarProps) {
  const t = useT("promises");
  const parts: BarPart[] = [
    ...(usedFen === null
      ? []
      : [{ kind: "used" as const, label: t("barUsed"), fen: usedFen, href: hrefs.used }]),
    {
      kind: usedFen === null ? "used" : "held",
      label: t(usedFen === null ? "barPaid" : "barPaidLeft"),
      fen: sums.paidFen - (usedFen ?? 0n),
      href: hrefs.paid,
    },
    {
      kind: "committed",
      label: t("barConfirmed"),
      fen: sums.promisedFen - sums.paidFen,
      href: hrefs.due,
    },
    { kind: "left", label: t("barWaiting"), fen: waitingFen(sums), href: hrefs.waiting },
  ];
  return (
    <FundBar
      totalLabel={t("barTotal", { count: Number(sums.orderCount) })}
      total={accruedFen(sums)}
      parts={parts}
    />
  );
}
