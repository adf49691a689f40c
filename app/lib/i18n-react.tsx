import { createContext, type ReactElement, type ReactNode, useContext } from "react";
import { Trans } from "react-i18next";
import {
  dictionary,
  type KeyOf,
  type Lang,
  type Namespace,
  type Translate,
  translator,
  type Value,
} from "#app/lib/i18n.ts";

const LangContext = createContext<Lang>("zh");

/** Says in which language everything inside is written; the same on the server and in the browser. */
export function I18nProvider({ lang, children }: { lang: Lang; children: ReactNode }) {
  return <LangContext.Provider value={lang}>{children}</LangContext.Provider>;
}

export function useLang(): Lang {
  return useContext(LangContext);
}

/** The sentences of one namespace in the reader's language. */
export function useT<N extends Namespace>(namespace: N): Translate<N> {
  return translator(useLang())(namespace);
}

type PhraseProps<N extends Namespace> = {
  ns: N;
  k: KeyOf<N>;
  values?: Record<string, Value>;
  /** What `<a>…</a>` or `<b>…</b>` in the sentence become. */
  parts: Record<string, ReactElement>;
};

/** A sentence with links or emphasis inside, so that each language keeps its own word order. */
export function Phrase<N extends Namespace>({ ns, k, values, parts }: PhraseProps<N>) {
  const lang = useLang();
  return (
    <Trans
      i18n={dictionary}
      t={dictionary.getFixedT(lang, ns)}
      i18nKey={k as never}
      values={values}
      components={parts}
      tOptions={{ interpolation: { escapeValue: false } }}
    />
  );
}
