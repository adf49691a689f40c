import type { Sql } from "#app/lib/db.server.ts";
import type { LockedDisbursement } from "../locked-disbursement.server.ts";
import { postDisbursementStep, postWithdrawnLine } from "../post-disbursement.server.ts";

interface Line {
  id: string;
  amountFen: bigint;
}

/**
 * Takes one line, which the caller has just marked as stopped or failed, out of a disbursement that is not
 * paid yet: the amount falls by it, what was approved goes back to the fund. A disbursement whose last line
 * leaves is withdrawn as a whole. Call under the fund's lock.
 */
export async function takeOutLine(
  tx: Sql,
  disbursement: LockedDisbursement,
  line: Line,
  now: Date,
): Promise<void> {
  const [left] = await tx.rows<{ count: number }>(
    `select count(*)::int4 as count from disbursement_payee
     where fund_id = $1 and disbursement_id = $2 and stopped_at is null and failed_at is null`,
    [disbursement.fundId, disbursement.id],
  );
  if ((left?.count ?? 0) === 0) return withdrawWhole(tx, disbursement, now);
  await tx.run(
    `update disbursement d set amount_fen = d.amount_fen - $3, unpaid_fen = d.unpaid_fen + $3,
       beneficiary_count = greatest(1, d.beneficiary_count - s.people),
       person_times = greatest(1, d.person_times - s.people)
     from (select count(*)::int4 as people from disbursement_payee
           where fund_id = $1 and id = $4 and subject_id is not null and stopped_at is not null
             -- Of a batch of aid a range is public, so that nobody reads one stopped person off two numbers.
             and not exists (select from aid_batch b where b.fund_id = $1 and b.disbursement_id = $2)) s
     where d.fund_id = $1 and d.id = $2`,
    [disbursement.fundId, disbursement.id, line.amountFen, line.id],
  );
  if (disbursement.approvedAt) await postWithdrawnLine(tx, disbursement, line, now);
}

async function withdrawWhole(tx: Sql, disbursement: LockedDisbursement, now: Date): Promise<void> {
  await tx.run("update disbursement set withdrawn_at = $3 where fund_id = $1 and id = $2", [
    disbursement.fundId,
    disbursement.id,
    now,
  ]);
  if (disbursement.approvedAt) await postDisbursementStep(tx, disbursement, "withdrawn", now);
}
