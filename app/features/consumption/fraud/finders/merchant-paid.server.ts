import type { Sql } from "#app/lib/db.server.ts";
import { type Found, MOST_LINKS } from "../signal.ts";
import type { SignalRules } from "../signal-rules.ts";
import { type FoundRow, foundOf } from "./found-row.ts";

/**
 * Money of a campaign that goes back to an enterprise that gives to it: as payee, as seller of an invoice, or to one of
 * its people and related parties (慈善法 Art. 40 forbids a related party of the donor as a named beneficiary). Names are
 * held against each other whole; a person may find that it is somebody else.
 */
export async function findMerchantPaid(sql: Sql, { merchantPaid }: SignalRules, now: Date): Promise<Found[]> {
  const rows = await sql.rows<FoundRow>(
    `with named as (
       select a.id as agreement_id, a.fund_id, o.name, 'payee-is-merchant' as code
       from consumption_agreement a join organization o on o.id = a.merchant_id
       union select a.id, a.fund_id, p.name, 'payee-of-merchant'
       from consumption_agreement a join organization_person p on p.organization_id = a.merchant_id
       union select a.id, a.fund_id, r.name, 'payee-of-merchant'
       from consumption_agreement a join related_party r on r.organization_id = a.merchant_id
     ), paid as (
       select fund_id, id, payee as name, amount_fen, proposed_at from disbursement
       where proposed_at >= $1 and rejected_at is null and withdrawn_at is null
     ), found as (
       select n.agreement_id, n.code, p.id, p.amount_fen from named n join paid p on p.fund_id = n.fund_id and p.name = n.name
       union
       select n.agreement_id, 'invoice-of-merchant', p.id, i.amount_fen
       from named n join paid p on p.fund_id = n.fund_id
       join invoice i on i.fund_id = p.fund_id and i.disbursement_id = p.id and i.struck_at is null and i.seller = n.name
     )
     select agreement_id as "agreementId", id as mark, code, jsonb_build_object('fen', sum(amount_fen)::text) as figures,
            jsonb_build_array(jsonb_build_object('kind', 'disbursement', 'id', id)) as links
     from found group by agreement_id, id, code order by 1, 2, 3`,
    [new Date(now.getTime() - merchantPaid.lookBackDays * 86_400_000)],
  );
  return foundOf("merchant-paid", rows, MOST_LINKS);
}
