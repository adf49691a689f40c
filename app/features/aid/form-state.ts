import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";

type Key = KeyOf<"aid">;

/** What a form is shown with again: what was typed, what is wrong with it, and why it was refused. */
export interface AidForm {
  typed: Record<string, string>;
  /** Field → key of the dictionary. */
  errors: Record<string, string>;
  /** A verb's reason, with the amount or the number that it names. */
  refusal: { reason: string; fen?: bigint; count?: number } | null;
}

export const EMPTY_AID_FORM: AidForm = { typed: {}, errors: {}, refusal: null };

export function typedFields(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  return typed;
}

/** The first complaint about each field. */
export function complaintsAbout(error: z.ZodError): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const issue of error.issues) errors[String(issue.path[0])] ??= issue.message;
  return errors;
}

export const wrongForm = (typed: Record<string, string>, error: z.ZodError): AidForm => ({
  typed,
  errors: complaintsAbout(error),
  refusal: null,
});

export const refusedForm = (
  typed: Record<string, string>,
  result: { reason: string; leftFen?: bigint; people?: number },
): AidForm => ({
  typed,
  errors: {},
  refusal: { reason: result.reason, fen: result.leftFen, count: result.people },
});

/** A sentence of the dictionary by a key that is worked out. */
export function sayAid(
  t: Translate<"aid">,
  key: string,
  values: { amount?: string; count?: number } = {},
): string {
  return (t as (key: Key, values: { amount?: string; count?: number }) => string)(key as Key, values);
}

export function sayAidRefusal(t: Translate<"aid">, refusal: NonNullable<AidForm["refusal"]>): string {
  return sayAid(t, `refuse_${refusal.reason}`, {
    amount: formatYuan(refusal.fen ?? 0n),
    count: refusal.count ?? 0,
  });
}

/** The message beside a field, if there is one. */
export function aidErrorOf(t: Translate<"aid">, state: AidForm, name: string): string | undefined {
  const key = state.errors[name];
  return key === undefined ? undefined : sayAid(t, key);
}
