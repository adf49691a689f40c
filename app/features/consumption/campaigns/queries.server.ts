import type { PublicFundState } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";

/** A consumption campaign in the list of those who work on it. Days are YYYY-MM-DD in China. */
export interface CampaignRow {
  id: string;
  slug: string;
  title: string;
  titleEn: string;
  state: "draft" | PublicFundState;
  startsOn: string | null;
  endsOn: string | null;
  /** Enterprises whose terms hold today. */
  inForceCount: number;
  /** Agreements that wait for the charity's second person. */
  draftedCount: number;
  /** Agreements that wait for the enterprise. */
  offeredCount: number;
}

/** The consumption campaigns of these organizations: drafts first, then by state, newest first. */
export async function listCampaigns(
  organizationIds: readonly string[],
  today: string,
): Promise<CampaignRow[]> {
  return db.rows<CampaignRow>(
    `select f.id, f.slug, f.title, f.title_en as "titleEn", f.state, f.starts_on::text as "startsOn",
            f.ends_on::text as "endsOn", n."inForceCount", n."draftedCount", n."offeredCount"
     from consumption_campaign c join fund f on f.id = c.fund_id
     cross join lateral (
       select count(distinct a.merchant_id) filter (
                where v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
                  and $2::date between v.effective_on and v.ends_on)::int4 as "inForceCount",
              count(*) filter (where v.charity_confirmed_at is null and v.is_open)::int4 as "draftedCount",
              count(*) filter (where v.charity_confirmed_at is not null and v.merchant_confirmed_at is null
                                 and v.is_open)::int4 as "offeredCount"
       from consumption_agreement a
       join lateral (
         select w.*, w.withdrawn_at is null and w.effective_on > $2::date as is_open
         from consumption_agreement_version w where w.agreement_id = a.id) v on true
       where a.fund_id = f.id and a.ended_at is null) n
     where f.organization_id = any($1)
     order by array_position(array['draft', 'open', 'paused', 'ended'], f.state), f.created_at desc, f.id`,
    [organizationIds, today],
  );
}

/** One campaign for those who work on it. */
export interface WorkCampaign {
  id: string;
  slug: string;
  title: string;
  titleEn: string;
  lead: string;
  leadEn: string;
  state: "draft" | PublicFundState;
  organizationId: string;
  startsOn: string | null;
  endsOn: string | null;
  filingNo: string | null;
  isPublicCampaign: boolean;
}

/** A campaign of one of these organizations; null for everybody else's. */
export async function findCampaign(
  id: string,
  organizationIds: readonly string[],
): Promise<WorkCampaign | null> {
  const [campaign] = await db.rows<WorkCampaign>(
    `select f.id, f.slug, f.title, f.title_en as "titleEn", f.lead, f.lead_en as "leadEn", f.state,
            f.organization_id as "organizationId", f.starts_on::text as "startsOn", f.ends_on::text as "endsOn",
            f.filing_no as "filingNo", f.is_public_campaign as "isPublicCampaign"
     from consumption_campaign c join fund f on f.id = c.fund_id
     where f.id = $1 and f.organization_id = any($2)`,
    [id, organizationIds],
  );
  return campaign ?? null;
}
