import { ACTS, SUBJECT_KINDS } from "#app/features/identity/acts.ts";
import { type Lang, translator } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { OLDER_ACTS, OLDER_SUBJECT_KINDS } from "./older-acts.ts";

/** What was done, in words. A code of another version of this program stands as it is. */
export function actText(code: string, lang: Lang): string {
  const translate = translator(lang);
  const act = ACTS.find((one) => one === code);
  if (act) return translate("acts")(`act_${act}`);
  const older = OLDER_ACTS.find((one) => one === code);
  return older ? translate("audit")(`act_${older}`) : code;
}

/** What it was done to, in words. */
export function subjectText(code: string, lang: Lang): string {
  const translate = translator(lang);
  const kind = SUBJECT_KINDS.find((one) => one === code);
  if (kind) return translate("acts")(`subject_${kind}`);
  const older = OLDER_SUBJECT_KINDS.find((one) => one === code);
  return older ? translate("audit")(`subject_${older}`) : code;
}

/** Details that have a word of their own; another one stands as its code. Amounts are `amountFen`, `paidFen` …. */
const DETAILS = [
  "amount",
  "version",
  "kind",
  "quantity",
  "day",
  "cases",
  "rows",
  "role",
  "line",
  "fields",
  "people",
  "gifts",
  "startsOn",
  "endsOn",
  "from",
  "to",
  "deliveredOn",
  "submittedOn",
  "total",
  "paid",
  "failed",
  "override",
  "isOn",
  "urgent",
  "withDonors",
] as const;

/** Figures, days and codes beside an act, in words. */
export function detailText(name: string, value: string | number | boolean | null, lang: Lang): string {
  const t = translator(lang)("audit");
  const word =
    DETAILS.find((one) => one === name.replace(/Fen$/, "")) ?? (name.endsWith("Fen") ? "amount" : null);
  const label = word === null ? name : t(`detail_${word}`);
  if (name.endsWith("Fen") && /^-?\d+$/.test(String(value)))
    return `${label} ${formatYuan(BigInt(String(value)))}`;
  return `${label} ${typeof value === "boolean" ? t(value ? "yes" : "no") : String(value ?? "")}`;
}

/** Where a subject has a page of its own in the workspace. */
export function subjectHref(kind: string, id: string): string | null {
  const at = encodeURIComponent(id);
  switch (kind) {
    case "disbursement":
      return `/workspace/disbursements/${at}`;
    case "disclosure":
      return `/workspace/disclosures/${at}`;
    case "refund":
      return `/workspace/refunds/${at}`;
    case "consumption-signal":
      return `/workspace/consumption/signals/${at}`;
    case "screening":
      return `/workspace/screening/${at}`;
    case "quarantine":
      return `/workspace/quarantine/${at}`;
    case "break":
      return `/workspace/reconciliation/breaks/${at}`;
    case "day":
      return `/workspace/reconciliation/${at}`;
    case "work":
      return `/workspace/work/${at}`;
    case "organization":
      return "/workspace/organization";
    case "member":
      return "/workspace/members";
    default:
      return null;
  }
}
