import enFrame from "#app/locales/en/frame.ts";
import enUi from "#app/locales/en/ui.ts";
import zhFrame from "#app/locales/zh/frame.ts";
import zhUi from "#app/locales/zh/ui.ts";

/** Chinese is the first language: its dictionaries decide which keys and which {{variables}} exist. */
export const zh = {
  frame: zhFrame,
  ui: zhUi,
} as const;

export const en = {
  frame: enFrame,
  ui: enUi,
} as const satisfies SameKeys<typeof zh>;

/** Every key of the first language must exist in the other (which may have more plural forms). */
type SameKeys<Source> = {
  [Name in keyof Source]: { [Key in keyof Source[Name]]: string };
};
