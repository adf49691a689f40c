import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { fundsThatTakeGifts } from "#app/features/funds/takes-gifts.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import {
  lockAndReadPayments,
  type PaymentState,
  readHeld,
  readRefundsAndDisputes,
} from "./confirmation-state.server.ts";
import type { QuarantineReason } from "./provider-event.ts";
import type { QuarantineDecision, QuarantineSituation } from "./quarantine-choices.ts";

/** An item of the quarantine as its verbs read it, under its lock. */
export interface QuarantineItem {
  id: string;
  organizationId: string;
  credentialId: string;
  provider: string;
  reason: QuarantineReason;
  paymentId: string | null;
  fundId: string | null;
  donationId: string | null;
  objectId: string;
  heldFen: bigint;
  currency: string;
  occurredAt: Date;
  decidedAt: Date | null;
}

export interface Proposal {
  step: number;
  decision: QuarantineDecision;
  targetFundId: string | null;
  byId: string;
}

/** Everything that deciding about an item needs. */
export interface LockedQuarantine {
  item: QuarantineItem;
  /** The payment that holds the money, own or not. Null where nothing is in suspense. */
  money: PaymentState | null;
  situation: QuarantineSituation;
  /** The proposal that waits for the second person. */
  waiting: Proposal | null;
  lastStep: number;
}

/** Locks gift, item and fund in the order that every verb takes them, and reads. Null if the organization has no such item. */
export async function lockQuarantine(
  tx: Sql,
  organizationId: string,
  id: string,
  now: Date,
): Promise<LockedQuarantine | null> {
  const [named] = await tx.rows<{ paymentId: string | null; fundId: string | null }>(
    `select payment_id as "paymentId", fund_id as "fundId" from quarantine where organization_id = $1 and id = $2`,
    [organizationId, id],
  );
  if (!named) return null;
  const payments = await lockAndReadPayments(tx, named.fundId && named.paymentId ? [named.paymentId] : []);
  const [item] = await tx.rows<QuarantineItem>(
    `select id, organization_id as "organizationId", credential_id as "credentialId", provider, reason,
            payment_id as "paymentId", fund_id as "fundId", donation_id as "donationId", object_id as "objectId",
            held_fen as "heldFen", currency, occurred_at as "occurredAt", decided_at as "decidedAt"
     from quarantine where organization_id = $1 and id = $2 for update`,
    [organizationId, id],
  );
  if (!item) return null;
  if (item.fundId) await lockFunds(tx, [item.fundId]);
  await readRefundsAndDisputes(tx, payments);
  const asked = payments.get(item.paymentId ?? "");
  const own =
    asked && asked.providerObjectId === item.objectId && asked.credentialId === item.credentialId
      ? asked
      : null;
  const held = own ? null : await readHeld(tx, [item]);
  const money = own ?? held?.get(`${item.credentialId} ${item.objectId}`) ?? null;
  const acts = await tx.rows<Proposal & { kind: string; answersStep: number | null }>(
    `select step, kind, decision, target_fund_id as "targetFundId", by_id as "byId", answers_step as "answersStep"
     from quarantine_act where organization_id = $1 and quarantine_id = $2 order by step`,
    [organizationId, id],
  );
  const answered = new Set(acts.map(({ answersStep }) => answersStep));
  const waiting = acts.findLast(({ kind, step }) => kind === "proposed" && !answered.has(step)) ?? null;
  const goneBackFen = (money?.refunds ?? []).reduce(
    (sum, row) => sum + (row.failedAt ? 0n : row.amountFen),
    0n,
  );
  const leftOfMoneyFen = money && !money.countedAt ? (money.paidAmountFen ?? 0n) - goneBackFen : 0n;
  const open = item.fundId ? await fundsThatTakeGifts(tx, [item.fundId], now) : new Set();
  return {
    item,
    money,
    waiting,
    lastStep: acts.at(-1)?.step ?? 0,
    situation: {
      reason: item.reason,
      leftFen: leftOfMoneyFen < item.heldFen ? leftOfMoneyFen : item.heldFen,
      isOwnPayment: own !== null,
      isGiftCounted: own?.isGiftCounted ?? false,
      hasGoneBack: goneBackFen > 0n,
      takesGifts: open.has(item.fundId ?? "") || own?.settlesPromise === true,
    },
  };
}
