import { createInstance, type i18n } from "i18next";
import { en, zh } from "#app/locales/index.ts";

export type Lang = "zh" | "en";
export const LANGS: readonly Lang[] = ["zh", "en"];

type Dictionaries = typeof zh;
export type Namespace = keyof Dictionaries;

/** Plural entries are written `name_one`, `name_other` and asked for as `name`. */
type BaseKey<Key extends string> = Key extends `${infer Base}_${"one" | "other"}` ? Base : Key;
export type KeyOf<N extends Namespace> = BaseKey<Extract<keyof Dictionaries[N], string>>;

type TextOf<N extends Namespace, Key extends string> = Key extends keyof Dictionaries[N]
  ? Dictionaries[N][Key]
  : `${Key}_other` extends keyof Dictionaries[N]
    ? Dictionaries[N][`${Key}_other`]
    : never;

type VariableName<Inside extends string> = Inside extends `${infer Name},${string}` ? Name : Inside;
type VariablesOf<Text> = Text extends `${string}{{${infer Inside}}}${infer Rest}`
  ? VariableName<Inside> | VariablesOf<Rest>
  : never;

export type Value = string | number | bigint;
export type ValuesOf<N extends Namespace, Key extends KeyOf<N>> = {
  [Name in VariablesOf<TextOf<N, Key>>]: Name extends "count" ? number : Value;
};

type Arguments<N extends Namespace, Key extends KeyOf<N>> = [VariablesOf<TextOf<N, Key>>] extends [never]
  ? [values?: Record<string, never> | { count: number }]
  : [values: ValuesOf<N, Key> & { count?: number }];

/** Looks one sentence up; its key and its {{variables}} are checked by the compiler. */
export type Translate<N extends Namespace> = <Key extends KeyOf<N>>(
  key: Key,
  ...values: Arguments<N, Key>
) => string;
export type Translator = <N extends Namespace>(namespace: N) => Translate<N>;

/** i18next with both languages in memory: ready at once on the server and in the browser. */
export const dictionary: i18n = createInstance();
void dictionary.init({
  resources: { zh, en },
  lng: "zh",
  fallbackLng: false,
  initAsync: false,
  keySeparator: false,
  nsSeparator: false,
  returnNull: false,
  interpolation: { escapeValue: false }, // React escapes
});

const translators = new Map<string, unknown>();

/** `translator("zh")("gift")("title", { name })`: the sentences of one namespace in one language. */
export function translator(lang: Lang): Translator {
  return <N extends Namespace>(namespace: N) => {
    const cacheKey = `${lang}/${namespace}`;
    const known = translators.get(cacheKey);
    if (known !== undefined) return known as Translate<N>;
    const fixed = dictionary.getFixedT(lang, namespace);
    const translate: Translate<N> = (key, ...values) => String(fixed(key as never, values[0] as never));
    translators.set(cacheKey, translate);
    return translate;
  };
}

/** The value of the `lang` attribute. */
export function htmlLang(lang: Lang): string {
  return lang === "zh" ? "zh-Hans-CN" : "en";
}
