import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import {
  type BreakActing,
  type BreakRow,
  type LockedBreak,
  lockBreak,
  noteAct,
  rowOfBreak,
  writeOffFactsOf,
} from "./locked-break.server.ts";
import { legsText } from "./request-write-off.server.ts";
import { type WriteOffLeg, type WriteOffPlan, writeOffPlan } from "./write-off-plan.ts";

export type DecideWriteOffOutcome =
  | { ok: true }
  | {
      ok: false;
      /** `changed`: the row or its payment is not what it was when the write-off was asked for. */
      reason: "not-member" | "not-found" | "not-requested" | "same-person" | "changed" | "no-note";
    };

interface Request {
  id: string;
  legs: unknown;
  requestedById: string;
}

/**
 * A second person decides a write-off. Approved, it is posted at once and the row is matched with it; the
 * organization's own money bears it. Refused, the break stays open and the reason is kept.
 */
export async function decideWriteOff(
  acting: BreakActing & { decision: "approve" | "refuse"; note: string },
): Promise<DecideWriteOffOutcome> {
  const note = acting.note.trim();
  if (acting.decision === "refuse" && note === "") return { ok: false, reason: "no-note" };
  return transaction(async (tx): Promise<DecideWriteOffOutcome> => {
    const locked = await lockBreak(tx, acting, ["charity-approver"]);
    if (!locked.ok) return locked;
    if (locked.isRepeated) return { ok: true };
    const request = await liveRequest(tx, acting);
    if (!request) return { ok: false, reason: "not-requested" };
    if (request.requestedById === acting.userId) return { ok: false, reason: "same-person" };
    if (acting.decision === "refuse") {
      await tx.run("update break_write_off set refused_by_id = $2, refused_at = $3 where id = $1", [
        request.id,
        acting.userId,
        acting.now,
      ]);
      await noteAct(tx, acting, "write-off-refused", { note });
      return { ok: true };
    }
    const row = await rowOfBreak(tx, locked.found);
    const plan = writeOffPlan(writeOffFactsOf(locked.found, row));
    if (!row || !plan.ok || !sameLegs(request.legs, plan.legs)) return { ok: false, reason: "changed" };
    if (!(await matchRow(tx, acting, { found: locked.found, row, plan, requestId: request.id })))
      return { ok: false, reason: "changed" };
    await post(tx, acting, { row, legs: plan.legs, requestId: request.id });
    await tx.run("update break_write_off set approved_by_id = $2, approved_at = $3 where id = $1", [
      request.id,
      acting.userId,
      acting.now,
    ]);
    await tx.run(
      `update reconciliation_break set state = 'resolved', resolved_at = $2, reason = 'written-off' where id = $1`,
      [acting.breakId, acting.now],
    );
    await noteAct(tx, acting, "write-off-approved", { note });
    await requestJob(tx, "reconcile-organization", { organizationId: acting.organizationId });
    return { ok: true };
  });
}

async function liveRequest(tx: Sql, acting: BreakActing): Promise<Request | null> {
  const [request] = await tx.rows<Request>(
    `select id, legs, requested_by_id as "requestedById" from break_write_off
     where organization_id = $1 and break_id = $2 and approved_at is null and refused_at is null
     for update`,
    [acting.organizationId, acting.breakId],
  );
  return request ?? null;
}

/** jsonb keeps its own order of keys, so both are read before they are compared. */
function sameLegs(kept: unknown, legs: readonly WriteOffLeg[]): boolean {
  const plain = (value: unknown): string =>
    JSON.stringify((value as WriteOffLeg[]).map((leg) => [leg.leg, leg.kind, String(leg.amountFen)]));
  return Array.isArray(kept) && plain(kept) === plain(JSON.parse(legsText(legs)));
}

interface Decided {
  found: LockedBreak;
  row: BreakRow;
  plan: Extract<WriteOffPlan, { ok: true }>;
  requestId: string;
}

/** The row is answered by the write-off, or by its gift where the write-off makes that whole. */
async function matchRow(tx: Sql, acting: BreakActing, decided: Decided): Promise<boolean> {
  const { found, row, plan, requestId } = decided;
  const subject = plan.settlesGift ? ["payment", row.paymentId] : ["write-off", requestId];
  const matched = await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing`,
    [acting.organizationId, found.source, found.account, row.rowKey, ...subject, row.amountFen, acting.now],
  );
  if (matched === 0) return false;
  if (plan.settlesGift) {
    await settlePayments(
      tx,
      "select $1::text as fund_id, $2::text as payment_id",
      [row.fundId, row.paymentId],
      acting.now,
    );
    await requestJob(tx, "trace-fund", { fundId: row.fundId ?? "" });
  }
  return true;
}

async function post(
  tx: Sql,
  acting: BreakActing,
  { row, legs, requestId }: { row: BreakRow; legs: readonly WriteOffLeg[]; requestId: string },
): Promise<void> {
  invariant(row.credentialId, "a row of a provider has a credential");
  const owner = {
    operating: acting.organizationId,
    suspense: acting.organizationId,
    clearing: row.credentialId,
  };
  const outcomes = await postTransfers(
    tx,
    legs.map((leg) => ({
      bookId: acting.organizationId,
      id: transferIdOf("write-off", requestId, leg.leg),
      factId: requestId,
      kind: leg.kind,
      debitAccountId: accountId(leg.debit, owner[leg.debit]),
      creditAccountId: accountId(leg.credit, owner[leg.credit]),
      amountFen: leg.amountFen,
      currency: "CNY",
      subjectId: row.itemKey,
      occurredAt: acting.now,
    })),
  );
  invariant(!outcomes.includes("conflicting"), "a write-off is posted once");
}
