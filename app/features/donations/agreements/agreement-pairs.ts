import type { Translate } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import type { AgreementTerms } from "./agreement-terms.ts";

/** What an agreement says, label and words, for the page and the printed document alike. */
export function agreementPairs(
  t: Translate<"agreements">,
  terms: AgreementTerms,
): { term: string; value: string }[] {
  const named = (name: string, uscc: string | null): string =>
    uscc ? t("nameWithCode", { name, code: uscc }) : name;
  return [
    { term: t("donorParty"), value: named(terms.partyName, terms.partyUscc) },
    { term: t("charityParty"), value: named(terms.organizationName, terms.organizationUscc) },
    { term: t("property"), value: t("propertyMoney") },
    { term: t("quantity"), value: formatYuan(terms.amountFen) },
    { term: t("fund"), value: terms.fundTitle },
    ...(terms.filingNo ? [{ term: t("filingNo"), value: terms.filingNo }] : []),
    { term: t("use"), value: terms.use },
    { term: t("deliverOn"), value: terms.deliverOn },
    ...(terms.otherTerms ? [{ term: t("otherTerms"), value: terms.otherTerms }] : []),
    { term: t("donationId"), value: terms.donationId },
  ];
}
