import type { Sql } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { FILING_TERMS_SQL } from "./filings/filing-terms.ts";
import { type GivingFund, type GivingOrganization, givingState } from "./giving-rules.ts";

/** Which of these funds may take gifts now: for money that comes although its order was closed. */
export async function fundsThatTakeGifts(
  sql: Sql,
  fundIds: readonly string[],
  now: Date,
): Promise<Set<string>> {
  if (fundIds.length === 0) return new Set();
  const rows = await sql.rows<GivingFund & Omit<GivingOrganization, "providers"> & { id: string }>(
    `select f.id, f.kind, f.state, f.is_public_campaign as "isPublicCampaign", f.filing_no as "filingNo",
            f.filing_from as "filingFrom", f.filing_to as "filingTo",
            f.division_code as "divisionCode", ${FILING_TERMS_SQL} as "filingTerms", f.starts_on as "startsOn",
            f.ends_on as "endsOn", f.designated_platform_url as "designatedPlatformUrl",
            f.deed_allows_gifts as "deedAllowsGifts", o.overseas_card_basis as "overseasCardBasis",
            o.state = 'active' as "isRegistered",
            o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo"
     from fund f join organization o on o.id = f.organization_id where f.id = any($1)`,
    [[...new Set(fundIds)]],
  );
  const today = shanghaiDay(now);
  // The money is there already, so which channels are open does not matter.
  const open = rows.filter(
    (row) => givingState(row, { ...row, providers: ["offline"] }, env().DEPLOYMENT_MODE, today).open,
  );
  return new Set(open.map(({ id }) => id));
}
