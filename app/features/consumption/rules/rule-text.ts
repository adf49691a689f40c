import { type Lang, type Translate, translator } from "#app/lib/i18n.ts";
import { fenToYuan, formatFen } from "#app/lib/money.ts";
import type { AgreementTerms, Rule } from "./terms.ts";

/** What the words are made of: the part of the terms that says how much is given, and by whom. */
export type PromiseTerms = Pick<
  AgreementTerms,
  "rule" | "giver" | "perOrderCapFen" | "dayCapFen" | "campaignCapFen" | "guarantee"
>;

const TEN_THOUSAND_YUAN_FEN = 1_000_000n;

/** A sum as people say it: `0.10 元`, `5 元`, `2 万元`; `¥0.10`, `¥5`, `¥20,000`. Exact. */
export function plainYuan(fen: bigint, lang: Lang): string {
  if (lang === "zh" && fen > 0n && fen % TEN_THOUSAND_YUAN_FEN === 0n)
    return `${wholeOf(fen / 10_000n)} 万元`;
  return lang === "zh" ? `${wholeOf(fen)} 元` : `¥${wholeOf(fen)}`;
}

const wholeOf = (fen: bigint): string => formatFen(fen).replace(/\.00$/, "");

/** Basis points as a percentage, exact: 100 → `1%`, 50 → `0.5%`, 5000 → `50%`. */
export function percentText(bp: number): string {
  return `${fenToYuan(BigInt(bp)).replace(/\.?0+$/, "")}%`;
}

/** What one purchase gives, in a few words without limits: `每单捐 0.10 元`, `捐成交价的 1%（折后）`. */
export function ruleWords({ rule, giver }: Pick<PromiseTerms, "rule" | "giver">, lang: Lang): string {
  const t = translator(lang)("consumptionRules");
  const yuan = (fen: bigint) => plainYuan(fen, lang);
  switch (rule.kind) {
    case "fixed-per-order":
      return t("fixedPerOrder", { amount: yuan(rule.amountFen) });
    case "fixed-per-item":
      return rule.skus.length === 0
        ? t("fixedPerItem", { amount: yuan(rule.amountFen) })
        : t("fixedPerListedItem", { amount: yuan(rule.amountFen), goods: rule.skus.join(t("comma")) });
    case "percent":
      return t(rule.base === "gross" ? "percentGross" : "percentNet", { rate: percentText(rule.bp) });
    case "round-up":
      return t(giver === "shopper" ? "roundUpShopper" : "roundUpMerchant", { unit: yuan(rule.unitFen) });
    case "tiers":
      return tiersWords(rule, lang);
    case "match":
      return t("match", { rate: percentText(rule.bp) });
    case "add-on":
      return t("addOn", { options: rule.optionsFen.map(yuan).join(t("or")) });
  }
}

function tiersWords(rule: Extract<Rule, { kind: "tiers" }>, lang: Lang): string {
  const t = translator(lang)("consumptionRules");
  const steps = rule.tiers.map(({ fromFen, bp }) =>
    fromFen === 0n
      ? t("tierFromStart", { rate: percentText(bp) })
      : t("tier", { from: plainYuan(fromFen, lang), rate: percentText(bp) }),
  );
  return t(rule.base === "gross" ? "tiersGross" : "tiersNet", { steps: steps.join(t("comma")) });
}

/** The limits and the floor, each in a few words; empty where nothing is limited. */
export function limitWords(terms: PromiseTerms, lang: Lang): { limits: string[]; floor: string | null } {
  const t = translator(lang)("consumptionRules");
  const limits = [
    limit(t, "perOrder", terms.perOrderCapFen, lang),
    limit(t, "perDay", terms.dayCapFen, lang),
    limit(t, "perCampaign", terms.campaignCapFen, lang),
  ].filter((text) => text !== null);
  const { guarantee } = terms;
  const floor = guarantee
    ? t(guarantee.per === "month" ? "floorMonth" : "floorAgreement", {
        amount: plainYuan(guarantee.minFen, lang),
      })
    : null;
  return { limits, floor };
}

function limit(
  t: Translate<"consumptionRules">,
  key: "perOrder" | "perDay" | "perCampaign",
  fen: bigint | null,
  lang: Lang,
): string | null {
  return fen === null ? null : t(key, { amount: plainYuan(fen, lang) });
}

/**
 * The whole promise as one plain sentence:
 * `捐成交价的 1%（折后），单笔最多 5 元，每天最多 200 元，全程最多 2 万元；保底每月 500 元。`
 */
export function ruleText(terms: PromiseTerms, lang: Lang): string {
  const t = translator(lang)("consumptionRules");
  const { limits, floor } = limitWords(terms, lang);
  const said = [ruleWords(terms, lang), ...limits].join(t("comma"));
  return `${said}${floor ? `${t("semicolon")}${floor}` : ""}${t("stop")}`;
}
