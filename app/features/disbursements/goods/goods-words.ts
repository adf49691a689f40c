import type { KeyOf, Translate } from "#app/lib/i18n.ts";
import type { GoodsAnswer } from "./goods-pages.server.ts";

type Words = Translate<"goods">;

/** A complaint or refusal by its key, in the reader's language. */
export const say = (t: Words, key: string): string =>
  (t as (key: KeyOf<"goods">) => string)(key as KeyOf<"goods">);

/** What the fields of a form are shown with again. */
export function fieldsOf(t: Words, answer: GoodsAnswer | undefined) {
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
      order.flatMap((id) => {
        const message = error(id);
        return message === undefined ? [] : [{ id, message }];
      }),
  };
}
