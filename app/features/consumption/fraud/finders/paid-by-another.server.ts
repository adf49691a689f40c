import { plainName } from "#app/features/reconciliation/bank-words.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { type Found, MOST_LINKS } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";
import { type FoundRow, foundOf } from "./found-row.ts";

/**
 * Statements paid from an account that is not the enterprise's: the bank's row of the payment names somebody else. The
 * receipt would go to one who did not give. Names are compared without brackets and spaces; one within the other is
 * the same. Who it was stays in the bank's statement.
 */
export async function findPaidByAnother(
  sql: Sql,
  { paidByAnother }: SignalRules,
  now: Date,
): Promise<Found[]> {
  const rows = await sql.rows<FoundRow>(
    `select s.agreement_id as "agreementId", s.id as mark, 'other-payer' as code,
            jsonb_build_object('fen', sum(r.amount_fen)::text, 'day', max(r.day), 'count', count(*)) as figures,
            jsonb_build_array(jsonb_build_object('kind', 'statement', 'id', s.id)) as links
     from reconciliation_match m
     join statement_row r on r.organization_id = m.organization_id and r.source = m.source and r.account = m.account
       and r.row_key = m.row_key
     join payment p on p.id = m.subject_id and p.fund_id = substr(m.subject_id, 2, 8)
     join consumption_statement_payment l on l.fund_id = p.fund_id and l.donation_id = p.donation_id
     join consumption_statement s on s.id = l.statement_id
     join organization o on o.id = s.merchant_id
     cross join lateral (select ${plainName("o.name")} as named, ${plainName("r.counterparty")} as got) who
     where m.organization_id in (select organization_id from consumption_campaign) and m.subject_kind = 'payment'
       and m.source like 'bank-%' and r.day >= $1::timestamptz::date
       and who.got <> '' and position(who.named in who.got) = 0 and position(who.got in who.named) = 0
     group by s.agreement_id, s.id order by 1, 2`,
    [new Date(now.getTime() - paidByAnother.lookBackDays * 86_400_000)],
  );
  return foundOf("paid-by-another", rows, MOST_LINKS);
}
