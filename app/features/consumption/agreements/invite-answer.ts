import type { TermsPreview } from "./terms-preview.ts";
import { EMPTY_TERMS_FORM, type TermsFormState } from "./terms-state.ts";

/** A line or a chosen enterprise that no agreement was drafted for; `row_<reason>` of the dictionary. */
export interface BadRow {
  line: number | null;
  text: string;
  reason: string;
}

/** What the page of the form shows after it was sent. */
export interface InviteAnswer {
  state: TermsFormState;
  preview: TermsPreview | null;
  draftedCount: number;
  badRows: BadRow[];
}

export const EMPTY_INVITE: InviteAnswer = {
  state: EMPTY_TERMS_FORM,
  preview: null,
  draftedCount: 0,
  badRows: [],
};

/** The form as it stands: what was typed, else a fresh one. */
export function inviteAnswer(answer: InviteAnswer | undefined, fresh: Record<string, string>): InviteAnswer {
  return answer ?? { ...EMPTY_INVITE, state: { ...EMPTY_TERMS_FORM, typed: fresh } };
}
