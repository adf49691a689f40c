import { EMPTY_FORM, type FormState, typedText } from "#app/features/disbursements/form-state.ts";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";

export {
  complaintsOf,
  EMPTY_FORM,
  type FormState,
  typedText,
} from "#app/features/disbursements/form-state.ts";

type Key = KeyOf<"projects">;

/** What a form's action gives back: where to go on, or the form as it was typed with what is wrong. */
export type FormResult<T = unknown> = ({ ok: true } & T) | { ok: false; state: FormState };

export const wrong = (form: FormData, errors: Record<string, string>): { ok: false; state: FormState } => ({
  ok: false,
  state: { ...EMPTY_FORM, typed: typedText(form), errors },
});

export const refused = (
  form: FormData,
  result: { reason: string; takenFen?: bigint; spendableFen?: bigint },
): { ok: false; state: FormState } => ({
  ok: false,
  state: {
    ...EMPTY_FORM,
    typed: typedText(form),
    refusal: { reason: result.reason, fen: result.takenFen ?? result.spendableFen },
  },
});

/** A complaint or refusal in the reader's language. */
export function say(t: Translate<"projects">, key: string, fen: bigint = 0n): string {
  return (t as (key: Key, values: { amount: string }) => string)(key as Key, { amount: formatYuan(fen) });
}

/** The message beside a field, if there is one. */
export function errorOf(t: Translate<"projects">, state: FormState, name: string): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : say(t, key);
}
