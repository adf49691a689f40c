import type { AgreementTerms } from "./terms.ts";

/** What is wrong with terms that somebody proposes: the field of the form, and the key of its words. */
export interface TermsComplaint {
  field: string;
  key: TermsComplaintKey;
}
export type TermsComplaintKey =
  | "errTiersOrder"
  | "errShopperRule"
  | "errAddOnGiver"
  | "errShopperCaps"
  | "errMatchOrderCap"
  | "errDayBelowOrder"
  | "errCampaignBelowDay"
  | "errCampaignBelowOrder"
  | "errGuaranteeAboveCap"
  | "errCapBelowGift"
  | "errOptionsOrder";

/**
 * Whether terms make sense as a whole, beyond the shape of each field. Asked when they are proposed; terms that stand in
 * the books are read as they are, whatever is asked of later ones.
 *
 * @returns every complaint, empty for good terms.
 */
export function complaintsAboutTerms(terms: AgreementTerms): TermsComplaint[] {
  return [...aboutRule(terms), ...aboutGiver(terms), ...aboutLimits(terms)];
}

function aboutRule({ rule, perOrderCapFen }: AgreementTerms): TermsComplaint[] {
  if (rule.kind === "tiers" && !rises(rule.tiers.map(({ fromFen }) => fromFen)))
    return [{ field: "tiers", key: "errTiersOrder" }];
  if (rule.kind === "add-on" && !rises(rule.optionsFen))
    return [{ field: "options", key: "errOptionsOrder" }];
  if (rule.kind === "match" && perOrderCapFen !== null)
    return [{ field: "perOrderCap", key: "errMatchOrderCap" }];
  // "每单捐 5 元，单笔最多 1 元" would tell the shopper two different things.
  if (rule.kind === "fixed-per-order" && perOrderCapFen !== null && perOrderCapFen < rule.amountFen)
    return [{ field: "perOrderCap", key: "errCapBelowGift" }];
  return [];
}

/** The shopper gives what is beside the price; a share of the price is the enterprise's to give. Never both. */
function aboutGiver(terms: AgreementTerms): TermsComplaint[] {
  const { kind } = terms.rule;
  if (terms.giver === "merchant") return kind === "add-on" ? [{ field: "giver", key: "errAddOnGiver" }] : [];
  if (kind !== "round-up" && kind !== "add-on") return [{ field: "giver", key: "errShopperRule" }];
  const promises = [terms.perOrderCapFen, terms.dayCapFen, terms.campaignCapFen, terms.guarantee];
  return promises.some((one) => one !== null) ? [{ field: "giver", key: "errShopperCaps" }] : [];
}

function aboutLimits(terms: AgreementTerms): TermsComplaint[] {
  const { perOrderCapFen, dayCapFen, campaignCapFen, guarantee } = terms;
  const found: TermsComplaint[] = [];
  const isBelow = (upper: bigint | null, lower: bigint | null) =>
    upper !== null && lower !== null && upper < lower;
  if (isBelow(dayCapFen, perOrderCapFen)) found.push({ field: "dayCap", key: "errDayBelowOrder" });
  if (isBelow(campaignCapFen, dayCapFen)) found.push({ field: "campaignCap", key: "errCampaignBelowDay" });
  else if (isBelow(campaignCapFen, perOrderCapFen))
    found.push({ field: "campaignCap", key: "errCampaignBelowOrder" });
  if (isBelow(campaignCapFen, guarantee?.minFen ?? null))
    found.push({ field: "guarantee", key: "errGuaranteeAboveCap" });
  return found;
}

const rises = (values: readonly bigint[]): boolean =>
  values.every((value, at) => at === 0 || (values[at - 1] ?? value) < value);
