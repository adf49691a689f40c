import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { FILING_TERMS_SQL } from "./filings/filing-terms.ts";
import {
  type GivingFund,
  type GivingOrganization,
  type GivingProvider,
  type GivingState,
  givingState,
  promiseState,
} from "./giving-rules.ts";
import type { FundKind } from "./kinds.ts";

/** What starting a gift needs to know of a fund. Drafts are not found: they are not public. */
export interface GivingTarget extends GivingFund {
  id: string;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  currency: string;
  amountHint: string;
  amountHintEn: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  organizationSlug: string;
  credentials: { id: string; provider: Exclude<GivingProvider, "offline">; currency: string }[];
  giving: GivingState;
}

type TargetRow = Omit<GivingTarget, "giving"> & {
  hasBankAccount: boolean;
  isRegistered: boolean;
  overseasCardBasis: string | null;
  qualificationFrom: string | null;
  qualificationTo: string | null;
};

/** A published fund by kind and slug with whether it takes gifts now; null if there is none. */
export async function findGivingTarget(
  kind: FundKind,
  slug: string,
  now: Date,
): Promise<GivingTarget | null> {
  const [row] = await db.rows<TargetRow>(
    `${TARGET_SQL} where f.kind = $1 and f.slug = $2 and f.state <> 'draft'`,
    [kind, slug],
  );
  return row ? targetOf(row, givenOn(now)) : null;
}

/** The same for many funds by their ids, for gifts that are not started by a form. */
export async function findGivingTargets(fundIds: readonly string[], now: Date): Promise<GivingTarget[]> {
  if (fundIds.length === 0) return [];
  const rows = await db.rows<TargetRow>(`${TARGET_SQL} where f.id = any($1) and f.state <> 'draft'`, [
    fundIds,
  ]);
  return rows.map((row) => targetOf(row, givenOn(now)));
}

/** The same for money that was promised to one fund before: see promiseState. */
export async function findPromiseTarget(fundId: string): Promise<GivingTarget | null> {
  const [row] = await db.rows<TargetRow>(`${TARGET_SQL} where f.id = $1 and f.state <> 'draft'`, [fundId]);
  return row
    ? targetOf(row, (target, organization) => promiseState(target, organization, env().DEPLOYMENT_MODE))
    : null;
}

const TARGET_SQL = `
  select f.id, f.kind, f.slug, f.title, f.title_en as "titleEn", f.currency, f.state,
         f.amount_hint as "amountHint", f.amount_hint_en as "amountHintEn",
         f.is_public_campaign as "isPublicCampaign", f.filing_no as "filingNo", f.filing_from as "filingFrom",
         f.filing_to as "filingTo", f.division_code as "divisionCode", ${FILING_TERMS_SQL} as "filingTerms",
         f.starts_on as "startsOn", f.ends_on as "endsOn",
         f.designated_platform_url as "designatedPlatformUrl", f.deed_allows_gifts as "deedAllowsGifts",
         o.id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn",
         o.slug as "organizationSlug", o.overseas_card_basis as "overseasCardBasis",
         o.state = 'active' as "isRegistered",
         o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo",
         coalesce((select json_agg(json_build_object('id', c.id, 'provider', c.provider, 'currency', c.currency)
                                   order by c.provider, c.created_at)
                   from payment_credential c
                   where c.organization_id = o.id and c.disabled_at is null and c.self_tested_at is not null
                     and c.currency = f.currency), '[]') as credentials,
         exists (select from bank_account b where b.organization_id = o.id and b.confirmed_at is not null
                   and b.closed_at is null) as "hasBankAccount"
  from fund f join organization o on o.id = f.organization_id`;

type Rule = (fund: GivingFund, organization: GivingOrganization) => GivingState;

const givenOn =
  (now: Date): Rule =>
  (fund, organization) =>
    givingState(fund, organization, env().DEPLOYMENT_MODE, shanghaiDay(now));

function targetOf(row: TargetRow, rule: Rule): GivingTarget {
  const { hasBankAccount, isRegistered, overseasCardBasis, qualificationFrom, qualificationTo, ...target } =
    row;
  const providers = new Set<GivingProvider>(target.credentials.map((credential) => credential.provider));
  if (hasBankAccount) providers.add("offline");
  const organization = { isRegistered, overseasCardBasis, qualificationFrom, qualificationTo };
  return { ...target, giving: rule(target, { ...organization, providers: [...providers] }) };
}
