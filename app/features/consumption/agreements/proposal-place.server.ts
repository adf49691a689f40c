import type { Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { complaintsAboutTerms } from "../rules/check-terms.ts";
import type { AgreementTerms } from "../rules/terms.ts";

/** Terms and the days for which they are proposed, YYYY-MM-DD in China. */
export interface Proposal {
  terms: AgreementTerms;
  effectiveOn: string;
  /** The last day. */
  endsOn: string;
}

export type ProposalRefusal =
  | "campaign-ended"
  | "too-early"
  | "ends-before-start"
  | "outside-campaign"
  | "account-not-open"
  | "bad-terms";

/** What a campaign says about the days and terms that may be proposed in it. Read it under the fund's lock. */
export interface CampaignPlace {
  fundId: string;
  organizationId: string;
  state: "draft" | "open" | "paused" | "ended";
  startsOn: string | null;
  endsOn: string | null;
}

export async function campaignOf(
  tx: Sql,
  fundId: string,
  organizationId: string,
): Promise<CampaignPlace | null> {
  const [campaign] = await tx.rows<CampaignPlace>(
    `select f.id as "fundId", f.organization_id as "organizationId", f.state, f.starts_on::text as "startsOn",
            f.ends_on::text as "endsOn"
     from consumption_campaign c join fund f on f.id = c.fund_id
     where c.fund_id = $1 and f.organization_id = $2`,
    [fundId, organizationId],
  );
  return campaign ?? null;
}

/** Why terms cannot be proposed in this campaign; null if they can. */
export async function refusalOfProposal(
  tx: Sql,
  campaign: CampaignPlace,
  proposal: Proposal,
  now: Date,
): Promise<ProposalRefusal | null> {
  const { terms, effectiveOn, endsOn } = proposal;
  if (campaign.state === "ended") return "campaign-ended";
  // Both sides sign before the first day (慈善法 Art. 37), so that day is tomorrow at the earliest.
  if (effectiveOn <= shanghaiDay(now)) return "too-early";
  if (endsOn < effectiveOn) return "ends-before-start";
  if ((campaign.startsOn && effectiveOn < campaign.startsOn) || (campaign.endsOn && endsOn > campaign.endsOn))
    return "outside-campaign";
  if (complaintsAboutTerms(terms).length > 0) return "bad-terms";
  if (terms.bankAccountId !== null && !(await isOwnAccount(tx, campaign.organizationId, terms.bankAccountId)))
    return "account-not-open";
  return null;
}

async function isOwnAccount(tx: Sql, organizationId: string, accountId: string): Promise<boolean> {
  const found = await tx.rows(
    `select 1 as found from bank_account
     where id = $1 and organization_id = $2 and closed_at is null
       and (proposed_by_id is null or confirmed_at is not null)`,
    [accountId, organizationId],
  );
  return found.length > 0;
}
