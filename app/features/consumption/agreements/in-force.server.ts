import type { Sql } from "#app/lib/db.server.ts";
import { type AgreementTerms, termsSchema } from "../rules/terms.ts";

/** One version of an agreement with the days on which its terms hold. */
export interface VersionInForce {
  agreementId: string;
  version: number;
  fundId: string;
  /** Of the campaign's page. */
  campaignSlug: string;
  organizationId: string;
  merchantId: string;
  terms: AgreementTerms;
  /** First and last Asia/Shanghai day, "2026-11-22": until the next version, or the end. */
  fromDay: string;
  toDay: string;
  endedAt: Date | null;
}

/**
 * Every version that both sides confirmed, with the days in which it is the newest one: which terms an order has
 * follows from the day on which it was made. Newest agreement first.
 */
export async function versionsInForce(
  sql: Sql,
  by: { merchantId: string } | { fundId: string } | { agreementIds: readonly string[] },
): Promise<VersionInForce[]> {
  const [column, value] =
    "merchantId" in by
      ? ["a.merchant_id = $1", by.merchantId]
      : "fundId" in by
        ? ["a.fund_id = $1", by.fundId]
        : ["a.id = any($1)", [...by.agreementIds]];
  const rows = await sql.rows<Omit<VersionInForce, "terms"> & { terms: unknown }>(
    `select a.id as "agreementId", v.number as version, a.fund_id as "fundId", f.slug as "campaignSlug",
            a.organization_id as "organizationId", a.merchant_id as "merchantId", v.terms,
            v.effective_on::text as "fromDay",
            least(v.ends_on, lead(v.effective_on) over later - 1)::text as "toDay", a.ended_at as "endedAt"
     from consumption_agreement a
     join fund f on f.id = a.fund_id
     join consumption_agreement_version v on v.agreement_id = a.id
       and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
     where ${column}
     window later as (partition by a.id order by v.number)
     order by a.created_at desc, a.id, v.number`,
    [value],
  );
  return rows.map((row) => ({ ...row, terms: termsSchema.parse(row.terms) }));
}

/** The versions whose terms an order of that moment has: one per agreement, none where nothing was agreed. */
export function versionsAt(versions: readonly VersionInForce[], at: Date, day: string): VersionInForce[] {
  return versions.filter(
    ({ fromDay, toDay, endedAt }) => fromDay <= day && day <= toDay && (endedAt === null || at < endedAt),
  );
}
