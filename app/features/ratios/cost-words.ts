import type { KeyOf, Translate } from "#app/lib/i18n.ts";

type Words = Translate<"costs">;

/** A complaint, refusal or other sentence by a key that is known only at run time. */
export const say = (t: Words, key: string): string =>
  (t as (key: KeyOf<"costs">) => string)(key as KeyOf<"costs">);

/** What the fields of a form are shown with again. */
export function fieldsOf(
  t: Words,
  answer: { typed: Record<string, string>; errors: Record<string, string> } | undefined,
) {
  const error = (name: string): string | undefined => {
    const key = answer?.errors[name];
    return key === undefined ? undefined : say(t, key);
  };
  return {
    error,
    field: (name: string, fallback = "") => ({
      name,
      defaultValue: answer?.typed[name] ?? fallback,
      error: error(name),
    }),
    summary: (order: readonly string[]) =>
      order.flatMap((name) => {
        const message = error(name);
        return message === undefined ? [] : [{ id: name, message }];
      }),
  };
}
