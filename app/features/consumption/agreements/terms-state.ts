import type { KeyOf, Translate } from "#app/lib/i18n.ts";

/** What a form about terms is shown with again. Errors: field → key of the dictionary `consumptionAgreements`. */
export interface TermsFormState {
  typed: Record<string, string>;
  errors: Record<string, string>;
  /** Why the whole was refused: `refuse_<reason>`. */
  refusal: string | null;
}

export const EMPTY_TERMS_FORM: TermsFormState = { typed: {}, errors: {}, refusal: null };

/** Texts of a form; a box that may be ticked several times keeps its values apart by spaces. */
export function typedIn(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form)
    if (typeof value === "string") typed[name] = name in typed ? `${typed[name]} ${value}` : value;
  return typed;
}

/** A key that came with an answer, in words. */
export function sayKey(t: Translate<"consumptionAgreements">, key: string): string {
  return (t as (key: KeyOf<"consumptionAgreements">) => string)(key as KeyOf<"consumptionAgreements">);
}

/** What a field is called where its label is not its own name. */
const LABELS: Readonly<Record<string, string>> = {
  amount: "amountOf",
  bankAccountId: "account",
  giver: "donor",
  merchantId: "choose",
  list: "paste",
  why: "changeReason",
};

/** A complaint with the name of its field, for the summary above a form. */
export function complaintIn(
  t: Translate<"consumptionAgreements">,
  state: TermsFormState,
  name: string,
): string {
  const label = /^(from|rate)[1-9]$/.test(name) ? "tiers" : (LABELS[name] ?? name);
  return t("errorOf", { field: sayKey(t, label), message: errorIn(t, state, name) ?? "" });
}

export function errorIn(
  t: Translate<"consumptionAgreements">,
  state: TermsFormState,
  name: string,
): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : sayKey(t, key);
}

/** An account's number where not everybody needs all of it: its last four digits. */
export function maskedNumber(accountNo: string): string {
  return `···· ${accountNo.replace(/\s/g, "").slice(-4)}`;
}
