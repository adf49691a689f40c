import type { RiskSignal } from "#app/features/payments/providers/risk-signal.ts";
import { countEvent } from "#app/lib/day-counts.server.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { countOf, hiddenName, takeLimit } from "#app/lib/limits.server.ts";
import { log } from "#app/lib/log.server.ts";
import { quietly } from "#app/lib/quietly.server.ts";
import { raiseAlert } from "./alerts.server.ts";
import { recallGiver } from "./giver-memory.server.ts";
import {
  CARDS_BY_DEVICE,
  CHARGES_BY_CREDENTIAL,
  DECLINED_PART_ALARM,
  DECLINES_BY_ADDRESS,
  DECLINES_BY_CARD,
  DECLINES_BY_CREDENTIAL,
  DECLINES_BY_DEVICE,
  SIGNAL_SEEN,
  SMALL_GIFT_FEN,
  SMALL_GIFTS_BY_BIN,
  SMALL_GIFTS_BY_CARD,
} from "./giving-limits.ts";

export interface ReceivedSignal {
  signal: RiskSignal;
  credentialId: string;
  organizationId: string;
}

/**
 * Takes what a provider says about danger. A fraud warning is kept for certain (it throws where it could not
 * be, so that the provider comes again); counts are only counts and never stop a message.
 */
export async function noteSignal(received: ReceivedSignal, now: Date): Promise<void> {
  if (received.signal.kind === "fraud-warning") return noteFraudWarning(received, now);
  await quietly("counting a card payment", async () => {
    if (!(await takeLimit(SIGNAL_SEEN, received.signal.key, now)).ok) return;
    if (received.signal.kind === "declined") await noteDecline(received, now);
    else await noteCharge(received, now);
  });
}

async function noteFraudWarning({ signal, credentialId, organizationId }: ReceivedSignal, now: Date) {
  const [payment] = await db.rows<{ id: string; amountFen: bigint; currency: string }>(
    `select id, amount_fen as "amountFen", currency from payment
     where organization_id = $1 and credential_id = $2 and provider_object_id = $3 and paid_at is not null limit 1`,
    [organizationId, credentialId, signal.paymentObjectId],
  );
  log.warn({ paymentId: payment?.id, reason: signal.reason }, "a card's bank warns of fraud");
  void countEvent("fraud-warning", now);
  await raiseAlert(
    {
      kind: "fraud-warning",
      subject: signal.key,
      organizationId,
      credentialId,
      paymentId: payment?.id,
      amountFen: payment?.amountFen,
      currency: payment?.currency,
      seenCount: 1,
    },
    now,
  );
}

async function noteDecline({ signal, credentialId, organizationId }: ReceivedSignal, now: Date) {
  log.info({ paymentId: signal.paymentId, reason: signal.reason }, "a card was declined");
  void countEvent("card-declined", now);
  const card = signal.cardFingerprint === null ? null : hiddenName("card", signal.cardFingerprint);
  const giver = await giverOf(signal.paymentId);
  if (giver) await takeLimit(DECLINES_BY_ADDRESS, giver.address, now);
  if (giver?.device) {
    await takeLimit(DECLINES_BY_DEVICE, giver.device, now);
    const seen = { ...SIGNAL_SEEN, name: "card-of-device" };
    if (card && (await takeLimit(seen, `${giver.device} ${card}`, now)).ok)
      await takeLimit(CARDS_BY_DEVICE, giver.device, now);
  }
  const from = { organizationId, credentialId };
  if (card) {
    const tries = await takeLimit(DECLINES_BY_CARD, card, now);
    if (!tries.ok)
      await raiseAlert({ kind: "card-declines", subject: card, ...from, seenCount: tries.count }, now);
  }
  const declines = await takeLimit(DECLINES_BY_CREDENTIAL, credentialId, now);
  const charges = await countOf(CHARGES_BY_CREDENTIAL, credentialId, now);
  if (!declines.ok && declines.count / (declines.count + charges) > DECLINED_PART_ALARM) {
    await raiseAlert({ kind: "declines", subject: credentialId, ...from, seenCount: declines.count }, now);
  }
}

async function noteCharge({ signal, credentialId, organizationId }: ReceivedSignal, now: Date) {
  void countEvent("card-charged", now);
  await takeLimit(CHARGES_BY_CREDENTIAL, credentialId, now);
  if (signal.amountFen === null || signal.amountFen >= SMALL_GIFT_FEN) return;
  const from = { organizationId, credentialId };
  for (const [kind, rule, what, told] of [
    ["small-gifts-by-card", SMALL_GIFTS_BY_CARD, "card", signal.cardFingerprint],
    ["small-gifts-by-bin", SMALL_GIFTS_BY_BIN, "bin", signal.cardBin],
  ] as const) {
    if (told === null) continue;
    const subject = hiddenName(what, told);
    const gifts = await takeLimit(rule, subject, now);
    if (!gifts.ok) await raiseAlert({ kind, subject, ...from, seenCount: gifts.count }, now);
  }
}

async function giverOf(paymentId: string | null) {
  const fundId = paymentId === null ? null : fundIdOf(paymentId, "p");
  if (fundId === null) return null;
  const [payment] = await db.rows<{ donationId: string }>(
    `select donation_id as "donationId" from payment where fund_id = $1 and id = $2`,
    [fundId, paymentId],
  );
  return payment ? recallGiver(payment.donationId) : null;
}
