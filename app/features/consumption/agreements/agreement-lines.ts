import { inLang } from "#app/features/funds/fund-text.ts";
import { bankName } from "#app/features/payments/bank-names.ts";
import { type Lang, type Translate, translator } from "#app/lib/i18n.ts";
import { formatYuan } from "#app/ui/money-text.ts";
import { ruleText } from "../rules/rule-text.ts";
import type { AgreementTerms } from "../rules/terms.ts";
import type { AgreementPapers } from "./papers.server.ts";
import type { AgreementListed, AgreementVersion } from "./queries.server.ts";
import { maskedNumber } from "./terms-state.ts";

type T = Translate<"consumptionAgreements">;

/** Who reads: the parties see the account's whole number, the public its last four digits. */
export type Reader = "party" | "public";

export interface AgreementLine {
  term: string;
  value: string;
}

/** One version of an agreement, line by line, as the pages and the document have it. */
export function agreementLines(
  agreement: AgreementListed,
  version: AgreementVersion,
  papers: AgreementPapers,
  reader: Reader,
  lang: Lang,
): AgreementLine[] {
  const t = translator(lang)("consumptionAgreements");
  const { terms } = version;
  return [
    {
      term: t("charity"),
      value: party(agreement.organizationName, agreement.organizationNameEn, papers.organizationUscc, lang),
    },
    {
      term: t("merchant"),
      value: party(agreement.merchantName, agreement.merchantNameEn, papers.merchantUscc, lang),
    },
    {
      term: t("campaign"),
      value: [
        inLang(lang, agreement.campaignTitle, agreement.campaignTitleEn),
        papers.filingNo ? t("filingNo", { no: papers.filingNo }) : null,
      ]
        .filter(Boolean)
        .join(t("gap")),
    },
    { term: t("rule"), value: ruleText(terms, lang) },
    { term: t("donor"), value: t(terms.giver === "shopper" ? "donorShopper" : "donorMerchant") },
    { term: t("goods"), value: inLang(lang, terms.goods, terms.goodsEn) },
    { term: t("period"), value: t("fromTo", { from: version.effectiveOn, to: version.endsOn }) },
    ...limitLines(terms, t),
    {
      term: t("returnPeriod"),
      value: terms.returnDays === 0 ? t("noReturns") : t("days", { count: terms.returnDays }),
    },
    { term: t("account"), value: accountText(terms, papers, reader, lang) },
    ...(terms.giver === "shopper" ? [] : [{ term: t("settlement"), value: settlementText(terms, t) }]),
    ...(reader === "party" ? [{ term: t("declared"), value: declaredText(terms, t) }] : []),
    ...(version.changeReason ? [{ term: t("changeReason"), value: version.changeReason }] : []),
  ];
}

function party(name: string, nameEn: string, uscc: string | null, lang: Lang): string {
  const t = translator(lang)("consumptionAgreements");
  return uscc
    ? t("partyWithCode", { name: inLang(lang, name, nameEn), code: uscc })
    : inLang(lang, name, nameEn);
}

/** The limits in figures, beside the sentence that says them in words. */
function limitLines(terms: AgreementTerms, t: T): AgreementLine[] {
  if (terms.giver === "shopper") return [];
  const { guarantee } = terms;
  const amount = (fen: bigint | null) => (fen === null ? t("noLimit") : formatYuan(fen));
  return [
    ...(terms.rule.kind === "match" ? [] : [{ term: t("perOrderCap"), value: amount(terms.perOrderCapFen) }]),
    { term: t("dayCap"), value: amount(terms.dayCapFen) },
    { term: t("campaignCap"), value: amount(terms.campaignCapFen) },
    {
      term: t("guarantee"),
      value: guarantee
        ? t(guarantee.per === "month" ? "guaranteeMonth" : "guaranteeWhole", {
            amount: formatYuan(guarantee.minFen),
          })
        : t("noGuarantee"),
    },
  ];
}

/** What it expects to sell is between the enterprise and the charity. */
function declaredText(terms: AgreementTerms, t: T): string {
  const { declaredMonthlyOrders: count, declaredMonthlySalesFen: salesFen } = terms;
  if (count === 0 && salesFen === 0n) return t("notDeclared");
  return t("declaredValue", { count, amount: formatYuan(salesFen) });
}

function settlementText(terms: AgreementTerms, t: T): string {
  // Silence counts as consent only where both agreed so (民法典 Art. 140); days off move a last day (Art. 203).
  return t("settlementValue", { confirm: terms.confirmWithinDays, pay: terms.payWithinDays });
}

function accountText(terms: AgreementTerms, papers: AgreementPapers, reader: Reader, lang: Lang): string {
  const t = translator(lang)("consumptionAgreements");
  const account = papers.accounts.find(({ id }) => id === terms.bankAccountId);
  if (!account) return t("accountLater");
  return t("accountValue", {
    name: account.accountName,
    bank: bankName(account.bank, lang),
    no: reader === "party" ? account.accountNo : maskedNumber(account.accountNo),
  });
}

/** What both bind themselves to beside the figures. */
export function dutyTexts(giver: AgreementTerms["giver"], lang: Lang): string[] {
  const t = translator(lang)("consumptionAgreements");
  return giver === "shopper"
    ? [t("dutyPublish"), t("dutyShopper"), t("dutyChange"), t("dutyNoAds")]
    : [t("dutyPublish"), t("dutyKeep"), t("dutyReturns"), t("dutyReceipt"), t("dutyChange"), t("dutyNoAds")];
}
