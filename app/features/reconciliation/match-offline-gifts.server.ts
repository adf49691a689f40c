import { countOfflineGifts } from "#app/features/donations/count-offline-gifts.server.ts";
import { referencesSql } from "#app/features/donations/gift-reference.ts";
import type { Sql } from "#app/lib/db.server.ts";
import type { Chunk } from "./match-rows.server.ts";

interface Candidate {
  donationId: string;
  source: string;
  account: string;
  rowKey: string;
  isExact: boolean;
}

/**
 * Matches incoming bank rows to the gifts whose reference the payer wrote, where the amount is the gift's to the
 * fen: the first such row counts the gift, whatever became of the pledge's term. A row with several references,
 * another amount, or of a gift that counts already stays for suspense and a person; a pledge that was answered
 * with another amount says so on its page (quarantined) until somebody has decided.
 */
export async function matchOfflineGifts(tx: Sql, chunk: Chunk): Promise<void> {
  const candidates = await tx.rows<Candidate>(
    `with written as materialized (
       select w.n, w.source, w.account, w.row_key, w.amount_fen, w.currency, f.reference,
              count(*) over (partition by w.n) as references_in_row
       from reconciliation_work w
       cross join lateral ${referencesSql("concat_ws(' ', w.purpose, w.summary)")} f
       where w.n between $2 and $3 and w.amount_fen > 0 and w.source like 'bank-%'
     )
     select d.id as "donationId", w.source, w.account, w.row_key as "rowKey",
            d.amount_fen = w.amount_fen and d.currency = w.currency as "isExact"
     from written w
     join donation d on d.organization_id = $1 and d.reference = w.reference and d.provider = 'offline'
     where w.references_in_row = 1 and not exists (
       select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
         and m.account = w.account and m.row_key = w.row_key)
     order by w.n`,
    [chunk.organizationId, chunk.first, chunk.last],
  );
  const exact = candidates.filter(({ isExact }) => isExact);
  await countOfflineGifts(tx, {
    organizationId: chunk.organizationId,
    pairs: exact.map(({ donationId, ...row }) => ({ donationId, row })),
    origin: "statement",
    acceptOtherAmount: false,
    now: chunk.now,
  });
  await markOtherAmounts(
    tx,
    candidates.filter(({ isExact }) => !isExact),
    chunk.now,
  );
}

/** The money is safe in suspense; the donor sees that it is being looked at. */
async function markOtherAmounts(tx: Sql, candidates: readonly Candidate[], now: Date): Promise<void> {
  if (candidates.length === 0) return;
  await tx.run(
    `update payment p set quarantined_at = $2, quarantine_reason = 'wrong-amount'
     from unnest($1::text[]) as g(donation_id)
     where p.fund_id = substr(g.donation_id, 2, 8) and p.donation_id = g.donation_id
       and p.paid_at is null and p.quarantined_at is null`,
    [candidates.map(({ donationId }) => donationId), now],
  );
}
