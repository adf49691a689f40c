import { covers, type FilingTerm, termOn } from "./filings/filing-terms.ts";

/**
 * Who may give to a fund, through what, until when. Pure, so that the page, the form's action and the API
 * all answer alike.
 *
 * Sources: 慈善法 (2023 amendment, in force 2024-09-05) Art. 24 (a filed plan before public fundraising),
 * Art. 27 (online only on a platform that the ministry designated; a charity may also use its own site),
 * Ch. 5 (a trust takes property under its deed). A filing names days and a place (MCA Order 74 Arts. 10, 12): one
 * that covers neither today nor here opens nothing.
 */
export type DeploymentMode = "designated-platform" | "own-site" | "supervision";
/** offline: a transfer to the organization's own bank account. */
export type GivingProvider = "alipay" | "stripe" | "offline";

export type GivingClosedReason =
  | "draft"
  | "paused"
  | "ended"
  | "not-started"
  | "past-end"
  | "not-filed"
  | "filing-not-valid-today"
  | "filing-other-region"
  | "no-designated-platform-link"
  | "organization-not-active"
  | "no-qualification"
  | "deed-forbids"
  | "supervision-only"
  | "no-payment-channel";

export type GivingState =
  | { open: true; providers: GivingProvider[] }
  | { open: false; reason: GivingClosedReason; designatedPlatformUrl: string | null };

/** Days are `YYYY-MM-DD` in China or null. */
export interface GivingFund {
  kind: string;
  state: string;
  isPublicCampaign: boolean;
  divisionCode: string;
  /** What the fund's own row says: the only filing there is before one is kept with its plan. */
  filingNo: string | null;
  filingFrom: string | null;
  filingTo: string | null;
  /** The filings kept with their plans; a fund may have several that follow one another. */
  filingTerms: readonly FilingTerm[];
  startsOn: string | null;
  endsOn: string | null;
  designatedPlatformUrl: string | null;
  deedAllowsGifts: boolean;
}

export interface GivingOrganization {
  /** Its registration here was accepted by the bureau. */
  isRegistered: boolean;
  /** Providers for which the organization has an enabled, tested credential; "offline" with a bank account. */
  providers: readonly GivingProvider[];
  /** Why it may take cards from abroad; without it Stripe is off. */
  overseasCardBasis: string | null;
  qualificationFrom: string | null;
  qualificationTo: string | null;
}

/** Whether a gift may start today, and through what. `today` is the day in China. */
export function givingState(
  fund: GivingFund,
  organization: GivingOrganization,
  mode: DeploymentMode,
  today: string,
): GivingState {
  const closed = (reason: GivingClosedReason): GivingState => ({
    open: false,
    reason,
    designatedPlatformUrl: fund.designatedPlatformUrl,
  });
  const stateReason = reasonOfState(fund, today);
  if (stateReason) return closed(stateReason);
  if (!organization.isRegistered) return closed("organization-not-active");
  if (fund.kind === "trust" && !fund.deedAllowsGifts) return closed("deed-forbids");
  if (mode === "supervision") return closed("supervision-only");
  if (fund.isPublicCampaign && fund.kind !== "trust") {
    const filingReason = reasonOfFiling(fund, organization, today);
    if (filingReason) return closed(filingReason);
    if (mode === "own-site" && !fund.designatedPlatformUrl) return closed("no-designated-platform-link");
  }
  const providers = usableProviders(organization);
  return providers.length > 0 ? { open: true, providers } : closed("no-payment-channel");
}

/**
 * Through what money may come that was promised while the campaign ran. It is owed whatever became of the campaign
 * and its filing since (民法典 Art. 660, 慈善法 Art. 41); nobody is asked for anything by it.
 */
export function promiseState(
  fund: Pick<GivingFund, "state" | "designatedPlatformUrl">,
  organization: GivingOrganization,
  mode: DeploymentMode,
): GivingState {
  const { designatedPlatformUrl } = fund;
  const closed = (reason: GivingClosedReason): GivingState => ({
    open: false,
    reason,
    designatedPlatformUrl,
  });
  if (fund.state === "draft") return closed("draft");
  if (!organization.isRegistered) return closed("organization-not-active");
  if (mode === "supervision") return closed("supervision-only");
  const providers = usableProviders(organization);
  return providers.length > 0 ? { open: true, providers } : closed("no-payment-channel");
}

const usableProviders = ({ providers, overseasCardBasis }: GivingOrganization): GivingProvider[] =>
  providers.filter((provider) => provider !== "stripe" || overseasCardBasis !== null);

function reasonOfState(fund: GivingFund, today: string): GivingClosedReason | null {
  if (fund.state === "draft") return "draft";
  if (fund.state === "paused") return "paused";
  if (fund.state === "ended") return "ended";
  if (fund.startsOn && today < fund.startsOn) return "not-started";
  if (fund.endsOn && today > fund.endsOn) return "past-end";
  return null;
}

function reasonOfFiling(
  fund: GivingFund,
  organization: GivingOrganization,
  today: string,
): GivingClosedReason | null {
  const terms = filingTermsOf(fund);
  if (terms.length === 0) return "not-filed";
  const term = termOn(terms, today);
  if (!term) return "filing-not-valid-today";
  if (!covers(term, fund.divisionCode)) return "filing-other-region";
  const { qualificationFrom, qualificationTo } = organization;
  if (!qualificationFrom || !isWithin(qualificationFrom, qualificationTo, today)) return "no-qualification";
  return null;
}

/** A filing from before plans were kept here names no place; the fund's own is taken as the one it was filed for. */
function filingTermsOf(fund: GivingFund): readonly FilingTerm[] {
  const { filingTerms, filingNo, filingFrom: from, filingTo: to, divisionCode } = fund;
  if (!filingNo || filingTerms.some((term) => term.filingNo === filingNo)) return filingTerms;
  return [...filingTerms, { filingNo, from, to, divisionCode }];
}

function isWithin(from: string | null, to: string | null, today: string): boolean {
  return (from === null || from <= today) && (to === null || today <= to);
}
