import type { KeyOf } from "#app/lib/i18n.ts";

type RefusalOf<Key> = Key extends `refuse_${infer Reason}` ? Reason : never;

/** Why signing, closing or opening again was refused: every reason that the dictionary has a sentence for. */
export interface CloseFormAnswer {
  refusal: RefusalOf<KeyOf<"close">>;
  note: string;
}

export const CLOSE_ACTS = ["signed", "closed", "reopened"] as const;
export type CloseAct = (typeof CLOSE_ACTS)[number];
