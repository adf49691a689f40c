import { useT } from "#app/lib/i18n-react.tsx";
import { Money } from "#app/ui/money.tsx";
import { AUDIT_E4 } from "./method.ts";
import { shareText } from "./report-text.ts";

const FIGURES = [
  "assessment",
  "filedFen",
  "publicFen",
  "due",
  "onTime",
  "late",
  "missing",
  "entries",
  "filledFields",
  "requiredFields",
  "edits",
  "silentEdits",
  "deliveredFen",
  "baseFen",
  "base",
  "leastSpendE4",
  "ratioE4",
  "rule",
  "year",
  "adminFen",
  "totalExpenseFen",
  "mostAdminE4",
  "isExempt",
  "costFen",
  "limitFen",
  "meanDonationsFen",
  "donationYears",
  "opinion",
  "days",
  "statementFen",
  "openFen",
  "openOldFen",
  "disbursements",
  "disbursedFen",
  "vouchedFen",
  "traceableFen",
  "checkedFen",
  "outsideFen",
  "balanceFen",
  "idleFen",
  "passed",
  "withoutEvidence",
  "checks",
] as const;
type FigureName = (typeof FIGURES)[number];

const OPINIONS = Object.keys(AUDIT_E4) as (keyof typeof AUDIT_E4)[];

/** The name of a figure in the reader's language; one that is not in the list speaks for itself. */
export function FigureLabel({ name }: { name: string }) {
  const t = useT("credibility");
  const known = FIGURES.find((one): one is FigureName => one === name);
  return <>{known ? t(`fig_${known}`) : name}</>;
}

/** A figure as people read it: money by its name's ending, shares as per cent, codes in words. */
export function FigureValue({ name, value }: { name: string; value: number | string | boolean | null }) {
  const t = useT("credibility");
  if (value === null) return <>{t("none")}</>;
  if (typeof value === "boolean") return <>{value ? t("yes") : t("no")}</>;
  if (typeof value === "number") {
    if (name.endsWith("Fen")) return <Money fen={BigInt(value)} symbol={false} />;
    return <>{name.endsWith("E4") ? shareText(value) : value}</>;
  }
  const opinion = name === "opinion" ? OPINIONS.find((one) => one === value) : undefined;
  if (opinion) return <>{t(`opinion_${opinion}`)}</>;
  if (name === "base") return <>{value === "income" ? t("base_income") : t("base_net-assets")}</>;
  return <>{value}</>;
}
