import type { z } from "zod";
import type { KeyOf, Translate } from "#app/lib/i18n.ts";

/** A sentence of the dictionary, with the minutes to wait where it names them. */
export type Complaint = { key: ErrorKey; minutes?: number };

const ERROR_KEYS = [
  "errEmail",
  "errEmailTaken",
  "errName",
  "errPasswordMissing",
  "errPasswordShort",
  "errPasswordLong",
  "errWrong",
  "errTooMany",
  "errTooManyMails",
  "errLink",
  "errKeyName",
  "errKeyOrganization",
  "errKeyAlreadyMade",
] as const satisfies readonly KeyOf<"identity">[];
export type ErrorKey = (typeof ERROR_KEYS)[number];

/** What a form is shown with again: what was typed (never a password) and what is wrong with it. */
export type FormState = { typed: Record<string, string>; errors: Record<string, Complaint> };

export const EMPTY_FORM: FormState = { typed: {}, errors: {} };

/** The typed text of a form, without passwords: those are typed again. */
export function typedText(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && name !== "password") typed[name] = value;
  }
  return typed;
}

/** The first complaint about each field. */
export function complaintsOf(error: z.ZodError): Record<string, Complaint> {
  const errors: Record<string, Complaint> = {};
  for (const issue of error.issues) {
    const key = ERROR_KEYS.find((known) => known === issue.message) ?? "errWrong";
    errors[String(issue.path[0])] ??= { key };
  }
  return errors;
}

export function waitComplaint(key: "errTooMany" | "errTooManyMails", seconds: number): Complaint {
  return { key, minutes: Math.max(1, Math.ceil(seconds / 60)) };
}

/** A complaint in the reader's language. */
export function sayComplaint(t: Translate<"identity">, { key, minutes = 1 }: Complaint): string {
  if (key === "errTooMany" || key === "errTooManyMails") return t(key, { count: minutes });
  return t(key);
}
