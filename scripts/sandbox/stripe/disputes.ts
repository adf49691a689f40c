import { DAY_MS } from "../clock.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { type EventOptions, recordEvent } from "./events.ts";
import { type Form, metadata, object } from "./form.ts";
import type { BalanceRecord, ChargeRecord, DisputeRecord, EventRecord } from "./records.ts";
import { invalid } from "./refusal.ts";

/** What a dispute costs, whoever wins it. */
export const DISPUTE_FEE_FEN = 10_500n;

/** The cardholder's bank takes the money back at once, with a fee. */
export function openDispute(
  state: SandboxState,
  charge: ChargeRecord,
  amountFen: bigint,
): { dispute: DisputeRecord; events: EventRecord[] } {
  if (charge.disputeId) throw invalid(`Charge ${charge.id} is already disputed.`);
  if (amountFen < 1n || amountFen > charge.amountFen - charge.refundedFen)
    throw invalid("Invalid dispute amount.", "amountFen");
  const id = `dp_${randomId(24)}`;
  const now = state.now();
  const opened: DisputeRecord = {
    id,
    account: charge.account,
    chargeId: charge.id,
    intentId: charge.intentId,
    amountFen,
    currency: charge.currency,
    status: "needs_response",
    reason: "fraudulent",
    createdAt: now.toISOString(),
    dueAt: new Date(now.getTime() + 7 * DAY_MS).toISOString(),
    evidence: {},
    submissions: 0,
    metadata: {},
    balanceIds: [],
  };
  const withdrawn = {
    ...opened,
    balanceIds: [withdrawal(state, opened, -amountFen, DISPUTE_FEE_FEN, "dispute").id],
  };
  state.tables.disputes.put(id, withdrawn);
  const disputed = { ...charge, disputeId: id };
  state.tables.charges.put(charge.id, disputed);
  const snapshot = { kind: "dispute" as const, record: withdrawn };
  return {
    dispute: withdrawn,
    events: [
      recordEvent(state, charge.account, "charge.dispute.created", snapshot),
      recordEvent(state, charge.account, "charge.dispute.funds_withdrawn", snapshot),
    ],
  };
}

function withdrawal(
  state: SandboxState,
  dispute: DisputeRecord,
  amountFen: bigint,
  feeFen: bigint,
  category: string,
): BalanceRecord {
  const id = `txn_${randomId(24)}`;
  const at = state.now().toISOString();
  return state.tables.balance.put(id, {
    id,
    account: dispute.account,
    type: "adjustment",
    category,
    amountFen,
    feeFen,
    currency: dispute.currency,
    description: `Chargeback ${category === "dispute" ? "withdrawal" : "reversal"} for ${dispute.chargeId}`,
    sourceId: dispute.id,
    createdAt: at,
    availableAt: at,
    payoutId: null,
  });
}

/** The bank decided: won brings the amount back (not the fee), lost leaves it. */
export function closeDispute(
  state: SandboxState,
  dispute: DisputeRecord,
  status: "won" | "lost",
): { dispute: DisputeRecord; events: EventRecord[] } {
  if (dispute.status === "won" || dispute.status === "lost") {
    if (dispute.status === status) return { dispute, events: [] };
    throw invalid(`Dispute ${dispute.id} is already ${dispute.status}.`);
  }
  const back =
    status === "won" ? [withdrawal(state, dispute, dispute.amountFen, 0n, "dispute_reversal").id] : [];
  const closed: DisputeRecord = { ...dispute, status, balanceIds: [...dispute.balanceIds, ...back] };
  state.tables.disputes.put(dispute.id, closed);
  const snapshot = { kind: "dispute" as const, record: closed };
  const reinstated =
    status === "won"
      ? [recordEvent(state, dispute.account, "charge.dispute.funds_reinstated", snapshot)]
      : [];
  return {
    dispute: closed,
    events: [...reinstated, recordEvent(state, dispute.account, "charge.dispute.closed", snapshot)],
  };
}

/** POST /v1/disputes/:id: evidence, and whether it is final. */
export function updateDispute(state: SandboxState, row: DisputeRecord, form: Form, options: EventOptions) {
  if (row.status === "won" || row.status === "lost") throw invalid("This dispute is already closed.");
  const evidence = { ...row.evidence };
  for (const [name, value] of Object.entries(object(form.evidence))) {
    if (typeof value === "string") evidence[name] = value;
  }
  const submitted = form.submit !== "false" && Object.keys(object(form.evidence)).length > 0;
  const changed: DisputeRecord = {
    ...row,
    evidence,
    metadata: form.metadata === undefined ? row.metadata : metadata(form.metadata, row.metadata),
    status: submitted ? "under_review" : row.status,
    submissions: row.submissions + (submitted ? 1 : 0),
  };
  state.tables.disputes.put(row.id, changed);
  const snapshot = { kind: "dispute" as const, record: changed };
  return {
    dispute: changed,
    events: [recordEvent(state, row.account, "charge.dispute.updated", snapshot, options)],
  };
}
