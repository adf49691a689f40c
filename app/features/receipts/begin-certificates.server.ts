import { mayAct } from "#app/features/donations/refund-roles.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { beginWork } from "#app/lib/long-work.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { RECEIPT_ROLES, type Recorder } from "./issue-receipts.server.ts";

export interface BeginCertificatesInput extends Recorder {
  /** Drawn when the form was shown: sent twice, it is one batch. */
  id: string;
  fundId: string;
}

export type BeginCertificatesResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "nothing" };

/**
 * Writes down which certificates a batch holds, every counted gift of the fund up to now in the order it was
 * paid, and asks for the work. The list does not change afterwards: what is made is what was begun.
 */
export async function beginCertificates(input: BeginCertificatesInput): Promise<BeginCertificatesResult> {
  const { id, fundId, organizationId, userId, now } = input;
  return transaction(async (tx) => {
    if (!(await mayAct(tx, organizationId, userId, RECEIPT_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [fund] = await tx.rows("select 1 from fund where id = $1 and organization_id = $2", [
      fundId,
      organizationId,
    ]);
    if (!fund) return { ok: false, reason: "not-found" };
    const isNew = await tx.run(
      `insert into certificate_batch (work_id, organization_id, fund_id, requested_at) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [id, organizationId, fundId, now],
    );
    if (isNew === 0) return { ok: true, repeated: true };
    const total = await tx.run(
      `insert into certificate_batch_item (work_id, place, fund_id, donation_id)
       select $1, row_number() over (order by p.paid_at, p.donation_id), p.fund_id, p.donation_id
       from payment p where p.fund_id = $2 and p.counted_at is not null and p.donation_id is not null`,
      [id, fundId],
    );
    if (total === 0) {
      await tx.run("delete from certificate_batch where work_id = $1", [id]);
      return { ok: false, reason: "nothing" };
    }
    await beginWork(tx, { id, organizationId, kind: "make-certificates", subjectId: id, userId, total, now });
    await requestJob(tx, "make-certificates", { workId: id });
    await recordAct(tx, {
      organizationId,
      userId,
      act: "work-begun",
      subjectKind: "work",
      subjectId: id,
      details: { fundId, total },
      now,
    });
    return { ok: true, repeated: false };
  });
}
