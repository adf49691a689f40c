import type { DonationProvider, Visibility } from "#app/features/donations/schema.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { invitedSums } from "./invitation.ts";
import { returnedFenOf } from "./order-sums.ts";
import { findShopperOrder } from "./shopper-order.server.ts";

/** How long an attempt is held whose gift was never stored: a payment page lives as long. */
const UNSTARTED_MS = 60 * 60 * 1000;

export interface GiveWithOrderInput {
  merchantId: string;
  orderNo: string;
  amountFen: bigint;
  provider: Exclude<DonationProvider, "offline">;
  visibility: Visibility;
  name?: string;
  pseudonym?: string;
  email?: string;
  userId: string | null;
  now: Date;
}

export type GiveWithOrderResult =
  | { ok: true; donationId: string; token: string; payUrl: string | null }
  | {
      ok: false;
      reason:
        | "not-found"
        /** The enterprise gives for this order, or nothing is asked of it (any more). */
        | "not-invited"
        | "other-amount"
        | "already-given"
        /** Another payment of this order is open: it is paid, or runs out within the hour. */
        | "open-elsewhere"
        | "closed"
        | "provider-not-offered"
        | "provider-unavailable";
    };

/**
 * Starts the gift that a shopper adds to an order: an ordinary gift to the campaign's fund, of one of the sums that
 * the order invites to, by the shopper, who gets the receipt. At most one per order is open or paid; pressed twice, or
 * by two people at once, there is one.
 */
export async function giveWithOrder(input: GiveWithOrderInput): Promise<GiveWithOrderResult> {
  const order = await findShopperOrder(input.merchantId, input.orderNo);
  if (!order) return { ok: false, reason: "not-found" };
  const sums = invitedSums(order.terms, { ...order, returnedFen: returnedFenOf(order) });
  if (sums.length === 0) return { ok: false, reason: "not-invited" };
  if (!sums.includes(input.amountFen)) return { ok: false, reason: "other-amount" };
  const target = await findGivingTarget("consumption", order.campaignSlug, input.now);
  if (!target?.giving.open) return { ok: false, reason: "closed" };
  if (!target.giving.providers.includes(input.provider)) return { ok: false, reason: "provider-not-offered" };
  const attempt = await transaction((tx) => openAttempt(tx, { ...input, fundId: target.id }));
  if (typeof attempt === "string") return { ok: false, reason: attempt };
  const { amountFen, provider, visibility, name, pseudonym, email, userId, now } = input;
  const started = await startDonation({
    target,
    intention: intentionOf(input, attempt.number),
    amountFen,
    provider,
    visibility,
    name,
    pseudonym,
    email,
    userId,
    device: "mobile",
    now,
  });
  if (started.ok) return started;
  const reason = started.reason === "already-paid" ? "already-given" : started.reason;
  return { ok: false, reason: reason === "other-content" ? "open-elsewhere" : reason };
}

interface Attempt {
  number: number;
  amountFen: bigint;
  provider: string;
  openedAt: Date;
  isStored: boolean;
  isPaid: boolean;
  /** No payment of it can be made any more. */
  isOver: boolean;
}

type Opening = GiveWithOrderInput & { fundId: string };

/** The attempt to pay with: the open one if it is the same, else a new one; decided under a lock of the order. */
async function openAttempt(
  tx: Sql,
  input: Opening,
): Promise<{ number: number } | "already-given" | "open-elsewhere"> {
  await tx.run("select pg_advisory_xact_lock(hashtextextended('consumption-shopper-gift ' || $1, 0))", [
    `${input.merchantId} ${input.orderNo}`,
  ]);
  const attempts = await tx.rows<Attempt>(
    `select g.number, g.amount_fen as "amountFen", g.provider, g.opened_at as "openedAt", d.id is not null as "isStored",
            coalesce(bool_or(p.paid_at is not null), false) as "isPaid",
            coalesce(bool_and(p.closed_at is not null), false) as "isOver"
     from consumption_shopper_gift g
     left join donation d on d.fund_id = g.fund_id and d.id = g.donation_id
     left join payment p on p.fund_id = g.fund_id and p.donation_id = g.donation_id
     where g.merchant_id = $1 and g.order_no = $2
     group by g.merchant_id, g.order_no, g.number, d.id order by g.number desc`,
    [input.merchantId, input.orderNo],
  );
  // Money that came after an attempt was closed is real: the order has its gift.
  if (attempts.some(({ isPaid }) => isPaid)) return "already-given";
  const [last] = attempts;
  if (last && !isOver(last, input.now))
    return last.amountFen === input.amountFen && last.provider === input.provider ? last : "open-elsewhere";
  const number = (last?.number ?? 0) + 1;
  await tx.run(
    `update consumption_shopper_gift set closed_at = $3
     where merchant_id = $1 and order_no = $2 and closed_at is null`,
    [input.merchantId, input.orderNo, input.now],
  );
  await tx.run(
    `insert into consumption_shopper_gift (merchant_id, order_no, number, fund_id, donation_id, amount_fen, provider,
       opened_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      input.merchantId,
      input.orderNo,
      number,
      input.fundId,
      derivedFundScopedId("d", input.fundId, env().SESSION_SECRET, intentionOf(input, number)),
      input.amountFen,
      input.provider,
      input.now,
    ],
  );
  return { number };
}

const isOver = ({ isStored, isOver, openedAt }: Attempt, now: Date): boolean =>
  isStored ? isOver : now.getTime() - openedAt.getTime() > UNSTARTED_MS;

/** startDonation makes the gift's id from it, and so the row here knows the id before the gift is there. */
const intentionOf = (
  { merchantId, orderNo }: { merchantId: string; orderNo: string },
  number: number,
): string => `consumption-order:${merchantId}:${orderNo}:${number}`;
