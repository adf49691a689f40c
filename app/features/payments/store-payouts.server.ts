import type { Sql } from "#app/lib/db.server.ts";
import type { StatementPayout } from "./statements/statement.ts";

/**
 * Keeps what a provider says that its payouts paid out. Said again it is the same; a payout that is itemised
 * only later, or fails, is brought up to date, and what it paid out is summed anew.
 */
export async function storePayouts(
  tx: Sql,
  owner: { organizationId: string; source: string; account: string },
  payouts: readonly StatementPayout[],
): Promise<void> {
  if (payouts.length === 0) return;
  const names = [owner.organizationId, owner.source, owner.account];
  await tx.run(
    `insert into statement_payout as p (organization_id, source, account, payout_id, amount_fen, currency, status,
                                        arrival_day, member_count)
     select $1, $2, $3, g.payout_id, g.amount_fen, g.currency, g.status, g.arrival_day, g.member_count
     from unnest($4::text[], $5::int8[], $6::text[], $7::text[], $8::date[], $9::int[])
       as g(payout_id, amount_fen, currency, status, arrival_day, member_count)
     on conflict (organization_id, source, account, payout_id) do update
       set status = excluded.status, member_count = coalesce(excluded.member_count, p.member_count),
           amount_fen = excluded.amount_fen, summed_at = null
       where (p.status, p.amount_fen, p.member_count) is distinct from
             (excluded.status, excluded.amount_fen, coalesce(excluded.member_count, p.member_count))`,
    [
      ...names,
      payouts.map((payout) => payout.payoutId),
      payouts.map((payout) => payout.amountFen),
      payouts.map((payout) => payout.currency),
      payouts.map((payout) => payout.status),
      payouts.map((payout) => payout.arrivalDay),
      payouts.map((payout) => payout.memberKeys?.length ?? null),
    ],
  );
  const members = payouts.flatMap(({ payoutId, memberKeys }) =>
    (memberKeys ?? []).map((rowKey) => ({ payoutId, rowKey })),
  );
  await tx.run(
    `insert into statement_payout_member (organization_id, source, account, payout_id, row_key)
     select $1, $2, $3, g.payout_id, g.row_key from unnest($4::text[], $5::text[]) as g(payout_id, row_key)
     on conflict do nothing`,
    [...names, members.map(({ payoutId }) => payoutId), members.map(({ rowKey }) => rowKey)],
  );
}
