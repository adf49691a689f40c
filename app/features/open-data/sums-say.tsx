import { type FundFigures, inflowFen } from "#app/features/funds/figures.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { headlineYuan } from "#app/ui/money-text.ts";

/** The sums of several funds as a sentence, in pieces that do not break inside. */
export function SumsSay({ figures, fundCount }: { figures: FundFigures; fundCount?: number }) {
  const t = useT("organizations");
  const lang = useLang();
  const gap = lang === "en" ? " " : null;
  if (inflowFen(figures) === 0n) return <span>{t("sayNothing")}</span>;
  const amount = (fen: bigint) => headlineYuan(fen, lang);
  const inFunds = figures.availableFen + figures.heldFen + figures.committedFen;
  return (
    <>
      {fundCount === undefined ? null : (
        <>
          <span>{t("regionSay", { count: fundCount })}</span>
          {gap}
        </>
      )}
      <span>{t("sayRaised", { amount: amount(figures.raisedFen) })}</span>
      {gap}
      <span>{t("sayUsed", { amount: amount(figures.disbursedFen) })}</span>
      {gap}
      <span>{t("sayLeft", { amount: amount(inFunds) })}</span>
    </>
  );
}
