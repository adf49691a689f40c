import { createHash } from "node:crypto";
import { confirmDonations } from "#app/features/donations/confirm-donations.server.ts";
import { donationToken, hashOfToken } from "#app/features/donations/donation-token.server.ts";
import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { groupBy } from "./group-by.ts";
import { LEADING, personId } from "./people.ts";
import type { PlannedGift } from "./plan-gifts.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";

/** Seconds between the start of a gift and its payment. */
const PAYING_SECONDS = 47;
/** Facts in one transaction. */
const BATCH = 500;

/** Writes gifts with their payment attempt, still unpaid. */
export async function writeGifts(gifts: readonly PlannedGift[]): Promise<number> {
  const rows = gifts.map((gift) => {
    const startedAt = new Date(gift.paidAt.getTime() - PAYING_SECONDS * 1000);
    const salt = createHash("sha256").update(`salt ${gift.donationId}`).digest("hex").slice(0, 32);
    return {
      fund_id: gift.fundId,
      id: gift.donationId,
      payment_id: gift.paymentId,
      organization_id: stableId.organization(gift.organization),
      credential_id: stableId.credential(gift.organization, gift.provider),
      amount_fen: gift.amountFen.toString(),
      provider: gift.provider,
      visibility: gift.visibility,
      donor_name: gift.donorName,
      pseudonym: gift.pseudonym,
      message: gift.message,
      unit: gift.unit,
      user_id: gift.isDonors ? personId(LEADING[0]?.email ?? "") : null,
      reference: stableId.reference(gift.donationId),
      token_hash: hashOfToken(donationToken(gift.donationId)),
      salt: `\\x${salt}`,
      created_at: startedAt,
      settles_promise: gift.settlesPromise ?? false,
    };
  });
  await db.run(
    `with given as materialized (
       select * from jsonb_to_recordset($1::jsonb) as g(fund_id text, id text, payment_id text, organization_id text,
         credential_id text, amount_fen int8, provider text, visibility text, donor_name text, pseudonym text,
         message text, unit text, user_id uuid, reference text, token_hash text, salt bytea, created_at timestamptz,
         settles_promise bool)
     ), donated as (
       insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, donor_name,
         pseudonym, message, unit, user_id, reference, token_hash, salt, created_at, settles_promise)
       select fund_id, id, organization_id, amount_fen, 'CNY', provider, visibility, donor_name, pseudonym, message,
              unit, user_id, reference, token_hash, salt, created_at, settles_promise from given
       on conflict do nothing
     )
     insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
                          opened_at, expires_at)
     select fund_id, payment_id, id, organization_id, credential_id, provider, amount_fen, 'CNY', created_at,
            created_at + interval '1 hour' from given
     on conflict do nothing`,
    [JSON.stringify(rows)],
  );
  return rows.length;
}

interface PastPayment {
  paymentId: string;
  amountFen: number;
  tradeNo?: string;
  checkoutSession?: string;
  paymentIntent?: string;
  refund?: { refundId: string; amountFen: number };
}

/** What the played provider knows of each payment, by payment id. */
export type ProviderSide = Map<string, PastPayment>;

/** Tells the providers of the year that has passed. Asked again, they answer the same. */
export async function tellProviders(
  gifts: readonly Pick<
    PlannedGift,
    | "organization"
    | "provider"
    | "paymentId"
    | "amountFen"
    | "paidAt"
    | "subject"
    | "refundFen"
    | "refundedAt"
    | "fundId"
  >[],
): Promise<ProviderSide> {
  const groups = groupBy(gifts, (gift) => `${gift.organization}/${gift.provider}`);
  const side: ProviderSide = new Map();
  for (const [name, group] of groups) {
    const [merchant, provider] = name.split("/");
    const answer = await askSandbox<{ payments: PastPayment[] }>("/control/history", {
      merchant,
      provider,
      payments: group.map((gift) => ({
        paymentId: gift.paymentId,
        amountFen: gift.amountFen,
        paidAt: gift.paidAt,
        subject: gift.subject,
        ...(gift.refundFen === null
          ? {}
          : { refundFen: gift.refundFen, refundId: refundIdOf(gift), refundedAt: gift.refundedAt }),
      })),
    });
    for (const payment of answer.payments) side.set(payment.paymentId, payment);
  }
  return side;
}

const refundIdOf = (gift: { fundId: string; paymentId: string }): string =>
  stableId.ofFund("r", gift.fundId, gift.paymentId);

/** The fact that a payment was made, as asking the provider would give it. */
export function paidFact(gift: PlannedGift, objectId: string, amountFen = gift.amountFen): ReceivedFact {
  return {
    credentialId: stableId.credential(gift.organization, gift.provider),
    organizationId: stableId.organization(gift.organization),
    origin: "sweep",
    fact: {
      provider: gift.provider,
      eventKey: `query|${objectId}|paid`,
      type: "paid",
      providerType: gift.provider === "alipay" ? "TRADE_SUCCESS" : "payment_intent.succeeded",
      paymentId: gift.paymentId,
      objectId,
      paymentObjectId: objectId,
      providerAccount: "",
      amountFen,
      currency: "CNY",
      occurredAt: gift.paidAt,
      sellerMatches: true,
      payerReference: null,
      payloadSha256: createHash("sha256").update(`${objectId}|${amountFen}`).digest("hex"),
    },
  };
}

function refundFact(gift: PlannedGift, known: PastPayment): ReceivedFact | null {
  if (gift.refundFen === null || gift.refundedAt === null || !known.refund) return null;
  const paid = paidFact(gift, objectIdOf(known));
  const refundId = refundIdOf(gift);
  return {
    ...paid,
    fact: {
      ...paid.fact,
      eventKey: `query|${refundId}|refunded`,
      type: "refunded",
      providerType: "refund",
      objectId: known.refund.refundId,
      refundId,
      amountFen: gift.refundFen,
      cumulativeRefundedFen: gift.refundFen,
      occurredAt: gift.refundedAt,
    },
  };
}

export function objectIdOf(known: PastPayment | undefined): string {
  const id = known?.tradeNo ?? known?.paymentIntent;
  invariant(id, "the provider knows this payment");
  return id;
}

/** Enters what was paid and refunded through the one verb that every provider's word goes through. */
export async function confirmGifts(
  gifts: readonly PlannedGift[],
  side: ProviderSide,
  clock: SeedClock,
): Promise<number> {
  const facts = gifts.map((gift) => paidFact(gift, objectIdOf(side.get(gift.paymentId))));
  const refunds = gifts.flatMap((gift) => {
    const known = side.get(gift.paymentId);
    return (known && refundFact(gift, known)) ?? [];
  });
  for (const list of [facts, refunds]) {
    for (let at = 0; at < list.length; at += BATCH) {
      const outcomes = await confirmDonations(list.slice(at, at + BATCH), clock.now);
      const odd = outcomes.find((outcome) => outcome !== "applied" && outcome !== "repeated");
      invariant(odd === undefined, `a seeded gift was ${odd}`);
    }
  }
  return facts.length;
}
