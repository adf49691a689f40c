import { db, type Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { type AgreementTerms, termsSchema } from "../rules/terms.ts";
import type { StandingFacts } from "./agreement-state.ts";

/** One agreement in a list. Names as they are today. */
export interface AgreementListed extends StandingFacts {
  id: string;
  fundId: string;
  campaignSlug: string;
  campaignTitle: string;
  campaignTitleEn: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  merchantId: string;
  merchantName: string;
  merchantNameEn: string;
  merchantSlug: string;
  createdAt: Date;
  suspendedReason: string | null;
  suspendedNote: string | null;
  endedReason: string | null;
  /** Of the newest version. */
  number: number;
  endsOn: string;
  proposedById: string | null;
  /** Of the terms that hold, or are proposed while none do. */
  terms: AgreementTerms;
}

type Listed = Omit<AgreementListed, "terms"> & { terms: unknown };

const LISTED_SQL = `
  select a.id, a.fund_id as "fundId", f.slug as "campaignSlug", f.title as "campaignTitle",
         f.title_en as "campaignTitleEn", a.organization_id as "organizationId", o.name as "organizationName",
         o.name_en as "organizationNameEn", a.merchant_id as "merchantId", m.name as "merchantName",
         m.name_en as "merchantNameEn", m.slug as "merchantSlug", a.created_at as "createdAt",
         a.suspended_at as "suspendedAt", a.suspended_reason as "suspendedReason", a.suspended_note as "suspendedNote",
         a.ended_at as "endedAt", a.ended_reason as "endedReason",
         held."from"::text as "confirmedFrom", held."to"::text as "confirmedTo",
         v.number, v.effective_on::text as "effectiveOn", v.ends_on::text as "endsOn",
         v.proposed_by_id as "proposedById", v.charity_confirmed_at as "charityConfirmedAt",
         v.merchant_confirmed_at as "merchantConfirmedAt", v.withdrawn_at as "withdrawnAt",
         v.withdrawn_by as "withdrawnBy", coalesce(held.terms, v.terms) as terms
  from consumption_agreement a
  join fund f on f.id = a.fund_id
  join organization o on o.id = a.organization_id
  join organization m on m.id = a.merchant_id
  join lateral (
    select * from consumption_agreement_version where agreement_id = a.id order by number desc limit 1) v on true
  left join lateral (
    select min(effective_on) as "from", (array_agg(ends_on order by number desc))[1] as "to",
           (array_agg(terms order by effective_on <= $2::date desc, number desc))[1] as terms
    from consumption_agreement_version
    where agreement_id = a.id and charity_confirmed_at is not null and merchant_confirmed_at is not null
  ) held on held."from" is not null`;

/** Whose agreements: a campaign's, a charity's or an enterprise's. */
export type AgreementsOf =
  | { fundId: string }
  | { organizationIds: readonly string[] }
  | { merchantIds: readonly string[] }
  | { ids: readonly string[] };

/**
 * Agreements as they stand on a day, the newest first. An enterprise sees what the charity stands by: a version that is
 * still being drafted is not its business.
 *
 * @param today the day in China on which terms count as holding, YYYY-MM-DD
 */
export async function listAgreements(
  by: AgreementsOf,
  today: string,
  sql: Sql = db,
): Promise<AgreementListed[]> {
  const [condition, value] = conditionOf(by);
  const rows = await sql.rows<Listed>(`${LISTED_SQL} where ${condition} order by a.created_at desc, a.id`, [
    value,
    today,
  ]);
  return rows.map((row) => ({ ...row, terms: termsSchema.parse(row.terms) }));
}

function conditionOf(by: AgreementsOf): [string, string | readonly string[]] {
  if ("fundId" in by) return ["a.fund_id = $1", by.fundId];
  if ("organizationIds" in by) return ["a.organization_id = any($1)", by.organizationIds];
  if ("ids" in by) return ["a.id = any($1)", by.ids];
  return [
    `a.merchant_id = any($1) and exists (
       select from consumption_agreement_version w where w.agreement_id = a.id and w.charity_confirmed_at is not null)`,
    by.merchantIds,
  ];
}

/** One version with who did what to it and when. */
export interface AgreementVersion {
  number: number;
  terms: AgreementTerms;
  termsSha256: string;
  effectiveOn: string;
  endsOn: string;
  changeReason: string | null;
  proposedById: string | null;
  proposedAt: Date;
  charityConfirmedAt: Date | null;
  merchantConfirmedAt: Date | null;
  withdrawnAt: Date | null;
  withdrawnBy: "charity" | "merchant" | null;
  withdrawnReason: string | null;
}

/** All versions of an agreement, the first one first. */
export async function versionsOf(agreementId: string, sql: Sql = db): Promise<AgreementVersion[]> {
  const rows = await sql.rows<Omit<AgreementVersion, "terms"> & { terms: unknown }>(
    `select number, terms, terms_sha256 as "termsSha256", effective_on::text as "effectiveOn",
            ends_on::text as "endsOn", change_reason as "changeReason", proposed_by_id as "proposedById",
            proposed_at as "proposedAt", charity_confirmed_at as "charityConfirmedAt",
            merchant_confirmed_at as "merchantConfirmedAt", withdrawn_at as "withdrawnAt",
            withdrawn_by as "withdrawnBy", withdrawn_reason as "withdrawnReason"
     from consumption_agreement_version where agreement_id = $1 order by number`,
    [agreementId],
  );
  return rows.map((row) => ({ ...row, terms: termsSchema.parse(row.terms) }));
}

/** An agreement that is one of these organizations' own, as charity or as enterprise; null for anybody else. */
export async function findAgreement(
  id: string,
  side: { organizationIds: readonly string[] } | { merchantIds: readonly string[] },
  today: string,
): Promise<AgreementListed | null> {
  if (!fundIdOf(id, "a")) return null;
  const [found] = await listAgreements({ ids: [id] }, today);
  if (!found) return null;
  if ("organizationIds" in side) return side.organizationIds.includes(found.organizationId) ? found : null;
  return side.merchantIds.includes(found.merchantId) ? found : null;
}
