import type { GivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { openForNewMoney } from "#app/features/payments/credentials.server.ts";
import { type Presentation, showsCodes } from "#app/features/payments/providers/presentations.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, derivedText } from "#app/lib/ids.ts";
import { donationToken } from "./donation-token.server.ts";
import { insertDonation } from "./insert-donation.server.ts";
import type { DonationProvider, Visibility } from "./schema.ts";
import { startOfflineGift } from "./start-offline-gift.server.ts";

/** How long a payer has. Stripe takes 30 minutes to 24 hours; half an hour more covers clocks and retries. */
const PAYMENT_LIFETIME_MS = 60 * 60 * 1000;

export interface StartDonationInput {
  target: GivingTarget;
  /** Names the caller's intention: the same one never makes a second gift. */
  intention: string;
  amountFen: bigint;
  provider: DonationProvider;
  /** How the payer gets to the provider: sent there, or by a code drawn on our page. Default "redirect". */
  presentation?: Presentation;
  visibility: Visibility;
  name?: string;
  pseudonym?: string;
  email?: string;
  phone?: string;
  message?: string;
  unit?: string;
  /** Where the provider sends the payer back to; the gift's own page unless told. */
  returnPath?: string;
  /** It pays what an enterprise promised before: see settle-promise.ts. Default false. */
  settlesPromise?: boolean;
  userId: string | null;
  device: "desktop" | "mobile";
  now: Date;
}

export type StartDonationResult =
  /** `payUrl` is null where there is nowhere to send the payer: a bank transfer, a code that the gift's page draws. */
  | { ok: true; donationId: string; token: string; reference: string; payUrl: string | null }
  | { ok: false; reason: "closed" | "provider-not-offered" | "other-content" | "already-paid" }
  /** The provider did not answer or refused; the gift is kept and the same intention may be sent again. */
  | { ok: false; reason: "provider-unavailable"; donationId: string };

/**
 * Starts a gift: a pending row with its payment attempt, then the provider's order. Safe to call again
 * with the same intention: ids follow from it, and the provider sees the same order number.
 */
export async function startDonation(input: StartDonationInput): Promise<StartDonationResult> {
  const { target } = input;
  if (!target.giving.open) return { ok: false, reason: "closed" };
  if (input.provider === "offline") return startOfflineGift(input);
  const credential = target.credentials.find((candidate) => candidate.provider === input.provider);
  if (!credential || !target.giving.providers.includes(input.provider))
    return { ok: false, reason: "provider-not-offered" };
  if (input.presentation === "qr" && !showsCodes(input.provider))
    return { ok: false, reason: "provider-not-offered" };
  const secret = env().SESSION_SECRET;
  const donationId = derivedFundScopedId("d", target.id, secret, input.intention);
  const reference = `MS${derivedText(8, secret, "reference", donationId).toUpperCase()}`;
  const attempt = await openAttempt(input, { donationId, reference, credentialId: credential.id });
  if (!attempt.ok) return attempt;
  return askForPayUrl(input, attempt.payment, { donationId, reference });
}

interface Attempt {
  id: string;
  payUrl: string | null;
  credentialId: string;
  expiresAt: Date;
  paidAt: Date | null;
  closedAt: Date | null;
}

/**
 * The gift's row and its open attempt. An attempt that the provider never answered is closed and followed
 * by another with a new number: providers repeat the first answer to a number, also where it was a fault.
 */
async function openAttempt(
  input: StartDonationInput,
  ids: { donationId: string; reference: string; credentialId: string },
): Promise<{ ok: true; payment: Attempt } | { ok: false; reason: "other-content" | "already-paid" }> {
  const { target } = input;
  return transaction(async (tx) => {
    await insertDonation(tx, input, ids);
    const [stored] = await tx.rows<{ amountFen: bigint; provider: string }>(
      `select amount_fen as "amountFen", provider from donation where fund_id = $1 and id = $2 for update`,
      [target.id, ids.donationId],
    );
    if (stored?.amountFen !== input.amountFen || stored.provider !== input.provider)
      return { ok: false, reason: "other-content" };
    const attempts = await tx.rows<Attempt>(
      `select id, pay_url as "payUrl", credential_id as "credentialId", expires_at as "expiresAt",
              paid_at as "paidAt", closed_at as "closedAt"
       from payment where fund_id = $1 and donation_id = $2 order by opened_at desc, closed_at desc nulls first`,
      [target.id, ids.donationId],
    );
    const open = attempts.find((attempt) => !attempt.closedAt && !attempt.paidAt);
    if (open) return { ok: true, payment: open };
    if (attempts.some((attempt) => attempt.paidAt || attempt.payUrl))
      return { ok: false, reason: "already-paid" };
    const number = String(attempts.length + 1);
    const payment: Attempt = {
      id: derivedFundScopedId("p", target.id, env().SESSION_SECRET, ids.donationId, number),
      payUrl: null,
      credentialId: ids.credentialId,
      expiresAt: new Date(input.now.getTime() + PAYMENT_LIFETIME_MS),
      paidAt: null,
      closedAt: null,
    };
    await tx.run(
      `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen,
         currency, opened_at, expires_at, presentation)
       values ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11)`,
      [
        target.id,
        payment.id,
        ids.donationId,
        target.organizationId,
        payment.credentialId,
        input.provider,
        input.amountFen,
        target.currency,
        input.now,
        payment.expiresAt,
        input.presentation ?? "redirect",
      ],
    );
    return { ok: true, payment };
  });
}

async function askForPayUrl(
  input: StartDonationInput,
  payment: Attempt,
  ids: { donationId: string; reference: string },
): Promise<StartDonationResult> {
  const { target } = input;
  const token = donationToken(ids.donationId);
  // A code is drawn on the gift's own page; nobody is sent to its text.
  const isCode = input.presentation === "qr";
  if (payment.payUrl) return { ok: true, ...ids, token, payUrl: isCode ? null : payment.payUrl };
  const opened = await openForNewMoney(payment.credentialId);
  if (!opened) return { ok: false, reason: "provider-unavailable", donationId: ids.donationId };
  const site = env().PUBLIC_URL;
  // The donor's token stays out of what the provider sees: the browser keeps it in a cookie of that page.
  const returnUrl = `${site}${input.returnPath ?? `/donations/${ids.donationId}`}`;
  const order = await opened.provider.createOrder({
    paymentId: payment.id,
    amountFen: input.amountFen,
    currency: target.currency,
    subject: target.title,
    returnUrl,
    cancelUrl: returnUrl,
    notifyUrl: `${site}/webhooks/${input.provider}/${payment.credentialId}`,
    expiresAt: payment.expiresAt,
    device: input.device,
    presentation: input.presentation ?? "redirect",
    now: input.now,
  });
  if (!order.ok) {
    // Nobody has an address to pay it at, so it can be given up; should money come all the same, it is taken.
    await db.run(
      `update payment set closed_at = $3
       where fund_id = $1 and id = $2 and pay_url is null and paid_at is null and closed_at is null`,
      [target.id, payment.id, input.now],
    );
    return { ok: false, reason: "provider-unavailable", donationId: ids.donationId };
  }
  // Of two that ask at once the first answer stays, so that both are sent to the same page.
  const [kept] = await db.rows<{ payUrl: string }>(
    `update payment set pay_url = coalesce(pay_url, $3),
       provider_order_id = case when pay_url is null then $4 else provider_order_id end
     where fund_id = $1 and id = $2 returning pay_url as "payUrl"`,
    [target.id, payment.id, order.payUrl, order.providerOrderId],
  );
  const payUrl = kept?.payUrl ?? order.payUrl;
  return { ok: true, ...ids, token, payUrl: isCode ? null : payUrl };
}
