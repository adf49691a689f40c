import { EMPTY_FORM, type FormState, type Refused, refusalOf, typedText } from "./form-state.ts";

export type FormResult = { ok: true } | { ok: false; state: FormState };
export type VerbResult = { ok: true } | ({ ok: false } & Refused);
type Wrong = { ok: false; state: FormState };

/** Shown again with what is wrong beside the fields. */
export const wrong = (form: FormData, errors: Record<string, string>): Wrong => ({
  ok: false,
  state: { ...EMPTY_FORM, typed: typedText(form), errors },
});

/** Shown again with why the whole was refused. */
export const refusedForm = (form: FormData, refused: Refused): Wrong => ({
  ok: false,
  state: { ...EMPTY_FORM, typed: typedText(form), refusal: refusalOf(refused) },
});

export const answerOf = (form: FormData, result: VerbResult): FormResult =>
  result.ok ? { ok: true } : refusedForm(form, result);
