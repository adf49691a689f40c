import type { KeyOf } from "#app/lib/i18n.ts";

type Key = KeyOf<"payouts">;
/** Sentences without anything to fill in. */
export type BatchError = Extract<Key, `err${string}`>;
export type BatchRefusal = Extract<Key, `refuse_${string}`>;

/** What a page of payment batches is shown with again: what was typed, what is wrong, why it was refused. */
export interface BatchFormState {
  typed: Record<string, string>;
  errors: Record<string, BatchError>;
  refusal: BatchRefusal | null;
}

export const EMPTY_BATCH_FORM: BatchFormState = { typed: {}, errors: {}, refusal: null };

export type BatchFormResult = { ok: true; href: string } | { ok: false; state: BatchFormState };
