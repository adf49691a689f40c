import type { KeyOf } from "#app/lib/i18n.ts";

/** Why a form was not taken, and what was typed into it. */
export interface BreakFormAnswer {
  refusal: Refusal;
  typed: Record<string, string>;
}

type RefusalOf<Key> = Key extends `refuse_${infer Reason}` ? Reason : never;
/** Every reason that the dictionary has a sentence for. */
export type Refusal = RefusalOf<KeyOf<"breaks">>;
