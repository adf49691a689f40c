import { useLang } from "#app/lib/i18n-react.tsx";
import { ruleText } from "../rules/rule-text.ts";
import type { AgreementTerms } from "../rules/terms.ts";

/** What an order gives by these terms, in one plain sentence. */
export function RuleWords({ terms }: { terms: AgreementTerms }) {
  return <>{ruleText(terms, useLang())}</>;
}
