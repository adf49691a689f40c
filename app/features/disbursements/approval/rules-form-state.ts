type RulesError = "errRulesAmount" | "errRulesNote" | "errRulesOrder";
type RulesRefusal = "not-permitted" | "not-found" | "own-proposal" | "change-waits" | "answered-otherwise";

/** What the rules page is shown with again. */
export interface RulesFormState {
  typed: { twoAbove?: string; boardAbove?: string; note?: string };
  errors: Partial<Record<"twoAbove" | "boardAbove" | "note", RulesError>>;
  refusal: RulesRefusal | null;
}

export const EMPTY_RULES_FORM: RulesFormState = { typed: {}, errors: {}, refusal: null };
