import type { Sql } from "#app/lib/db.server.ts";
import { E4 } from "../rules/compute-gift.ts";
import { versionOn } from "./due-days.server.ts";
import { lockAgreements, versionsByAgreement } from "./locked-agreements.server.ts";
import { postPromises } from "./post-lines.server.ts";
import { postingTransferId } from "./posting-id.ts";

export interface GuaranteePeriod {
  agreementId: string;
  /** The last Asia/Shanghai day of the statement that is drawn. */
  day: string;
  /** Whether it is the agreement's last statement. */
  isLast: boolean;
}

/**
 * Posts what is missing to the least that an enterprise promised to give, whatever it sold: of a month when its
 * statement is drawn, counting the postings that the statement takes; of the whole agreement with its last one. The
 * agreement's cap stands above it. Called inside the transaction that draws the statement, before it takes its
 * postings; safe to call twice.
 */
export async function postGuarantees(tx: Sql, periods: readonly GuaranteePeriod[], now: Date): Promise<void> {
  const ids = periods.map(({ agreementId }) => agreementId);
  await lockAgreements(tx, ids);
  const versionsOf = await versionsByAgreement(tx, ids);
  const promised = periods.flatMap(({ agreementId, day, isLast }) => {
    const terms = versionOn(versionsOf.get(agreementId) ?? [], day)?.terms;
    if (!terms?.guarantee || (terms.guarantee.per === "agreement" && !isLast)) return [];
    const capFen = terms.campaignCapFen;
    return [
      {
        agreementId,
        day,
        minE4: terms.guarantee.minFen * E4,
        ofAll: terms.guarantee.per === "agreement",
        capE4: capFen === null ? null : capFen * E4,
        transferId: postingTransferId(agreementId, day, "guarantee"),
      },
    ];
  });
  if (promised.length === 0) return;
  await tx.run(POST_MISSING, [
    promised.map(({ agreementId }) => agreementId),
    promised.map(({ day }) => day),
    promised.map(({ minE4 }) => minE4),
    promised.map(({ ofAll }) => ofAll),
    promised.map(({ capE4 }) => capE4),
    promised.map(({ transferId }) => transferId),
    now,
  ]);
  await postPromises(
    tx,
    "guarantee",
    `select p.* from consumption_posting p
     join unnest($1::text[], $2::date[]) as g(agreement_id, day) using (agreement_id, day)
     where p.transfer_id is not null
       and not exists (select from transfer t where t.book_id = p.fund_id and t.id = p.transfer_id)`,
    [promised.map(({ agreementId }) => agreementId), promised.map(({ day }) => day)],
  );
}

const POST_MISSING = `
insert into consumption_posting (agreement_id, day, kind, fund_id, organization_id, merchant_id, order_count,
  return_count, gift_e4, counted_e4, running_e4, promised_fen, amount_fen, transfer_id, posted_at)
select a.id, g.day, 'guarantee', a.fund_id, a.organization_id, a.merchant_id, 0, 0, missing.e4, counted.e4,
       so_far.running_e4 + counted.e4, promised.fen, promised.fen - so_far.promised_fen,
       case when promised.fen > so_far.promised_fen then g.transfer_id end, $7
from unnest($1::text[], $2::date[], $3::bigint[], $4::boolean[], $5::bigint[], $6::uuid[])
  as g(agreement_id, day, min_e4, of_all, cap_e4, transfer_id)
join consumption_agreement a on a.id = g.agreement_id
cross join lateral (
  select coalesce(sum(counted_e4), 0) as running_e4, coalesce(max(promised_fen), 0) as promised_fen,
         coalesce(sum(counted_e4) filter (where g.of_all or (statement_id is null and day <= g.day)), 0) as of_period_e4
  from consumption_posting where agreement_id = a.id
) so_far
cross join lateral (select greatest(0, g.min_e4 - so_far.of_period_e4) as e4) missing
cross join lateral (
  select least(missing.e4, greatest(0, coalesce(g.cap_e4 - so_far.running_e4, missing.e4))) as e4
) counted
cross join lateral (
  select greatest(so_far.promised_fen, div(so_far.running_e4 + counted.e4 + 5000, 10000))::bigint as fen
) promised
where counted.e4 > 0
on conflict (agreement_id, day, kind) do nothing`;
