import { createHash } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { personHash } from "./application.server.ts";
import { AID_ROLES, type ListStopReason } from "./case-state.ts";
import { readIdList } from "./id-list.ts";
import { holdsAidRole } from "./locked-case.server.ts";
import { stopCasesIn } from "./stop-case.server.ts";

export interface StopByListInput {
  /** The caller's: the same list sent twice is held against the cases once. */
  id: string;
  organizationId: string;
  userId: string;
  reason: ListStopReason;
  bytes: Uint8Array;
  now: Date;
}

export type StopByListResult =
  | {
      ok: true;
      repeated: boolean;
      rowCount: number;
      badLines: number[];
      stoppedCount: number;
      /** Still in a batch: each is stopped there with its payment line. */
      inBatch: string[];
      /** Paid already: the money is to come back. */
      paid: string[];
    }
  | { ok: false; reason: "not-permitted" | "unreadable" | "no-id-column" | "empty" | "too-many" };

/**
 * Holds a list (deaths, households that moved, homes that were bought: how 桐庐 found 23 cases) against every open
 * case by keyed fingerprints, and stops those that wait for no payment line. The list itself is forgotten at once.
 */
export async function stopByList(input: StopByListInput): Promise<StopByListResult> {
  const { organizationId, userId, reason, now } = input;
  const list = readIdList(input.bytes);
  if (!list.ok) return list;
  const hashes = list.rows.map(({ value }) => personHash(organizationId, value));
  return transaction(async (tx): Promise<StopByListResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const matched = await tx.rows<{ id: string; isBatched: boolean; isPaid: boolean }>(
      `select c.id, b.case_id is not null as "isBatched", c.delivered_at is not null or d.paid_at is not null as "isPaid"
       from aid_case c
       left join aid_batch_case b on b.case_id = c.id and b.released_at is null
       left join disbursement d on d.fund_id = b.fund_id and d.id = b.disbursement_id
       where c.organization_id = $1 and c.person_hash = any($2::bytea[]) and c.stopped_at is null
         and c.decision is distinct from 'refuse'
       order by c.id for update of c`,
      [organizationId, hashes],
    );
    const ids = matched.filter(({ isBatched, isPaid }) => !isBatched && !isPaid).map(({ id }) => id);
    const stopped = await stopCasesIn(tx, { ids, organizationId, userId, reason, now });
    const paid = matched.filter(({ isPaid }) => isPaid).map(({ id }) => id);
    const inBatch = matched.filter(({ isBatched, isPaid }) => isBatched && !isPaid).map(({ id }) => id);
    const rowCount = list.rows.length + list.badLines.length;
    const inserted = await tx.run(
      `insert into aid_stop_list (id, organization_id, reason, sha256, row_count, bad_count, stopped_count, paid_count,
                                  uploaded_by_id, uploaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
      [
        input.id,
        organizationId,
        reason,
        createHash("sha256").update(input.bytes).digest("hex"),
        rowCount,
        list.badLines.length,
        stopped.length,
        paid.length,
        userId,
        now,
      ],
    );
    if (inserted === 1) {
      await recordAct(tx, {
        organizationId,
        userId,
        act: "aid-stop-list-run",
        subjectKind: "aid-stop-list",
        subjectId: input.id,
        details: {
          reason,
          rows: rowCount,
          stopped: stopped.length,
          inBatch: inBatch.length,
          paid: paid.length,
        },
        now,
      });
    }
    const stoppedCount = stopped.length;
    return {
      ok: true,
      repeated: inserted === 0,
      rowCount,
      badLines: list.badLines,
      stoppedCount,
      inBatch,
      paid,
    };
  });
}
