import { openCredential, openForNewMoney } from "#app/features/payments/credentials.server.ts";
import type { PaymentProvider, ProviderFact } from "#app/features/payments/providers/provider.ts";
import type { OurBilling } from "#app/features/payments/providers/recurring.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { confirmDonations } from "../confirm-donations.server.ts";
import type { Try } from "./claim-tries.server.ts";
import { endTry, keepRefusal } from "./end-try.server.ts";
import { executeDay } from "./rules.ts";

/** A payment that the payer's bank holds on to for longer is closed, so that the next try can begin. */
const PENDING_FOR_MS = 30 * 60 * 1000;

async function openOurs(
  one: Try,
  open: typeof openCredential,
): Promise<{ provider: PaymentProvider; recurring: OurBilling } | null> {
  const opened = await open(one.credentialId);
  const recurring = opened?.provider.recurring;
  return opened && recurring?.billing === "ours" ? { provider: opened.provider, recurring } : null;
}

/**
 * Deducts one period: brings the agreement's day to this period, charges, and confirms what came in like
 * every gift. Without a definite answer the try stays open.
 */
export async function runTry(one: Try, now: Date): Promise<void> {
  const opened = await openOurs(one, openForNewMoney);
  if (!opened) return;
  const { provider, recurring } = opened;
  if (one.agreementId === null || one.reference === null) return endTry(one, "agreement-ended", now);
  const reference = { reference: one.reference, providerOrderId: null, agreementId: one.agreementId, now };
  const { amountFen, currency } = one;
  const adjusted = await recurring.adjustAgreement(reference, {
    amountFen,
    currency,
    nextDueOn: one.dueOn,
    executeOn: executeDay(one.dueOn),
  });
  if (!adjusted.ok) return note(one, "the agreement could not be looked at", adjusted.detail);
  if (adjusted.state === "ended") return refused(provider, one, "agreement-ended", now);
  if (adjusted.state === "too-early") return refused(provider, one, "not-in-window", now);
  const charged = await recurring.charge({
    paymentId: one.paymentId,
    agreementId: one.agreementId,
    amountFen,
    currency,
    subject: `月捐 ${one.period} ${one.fundTitle}`,
    notifyUrl: `${env().PUBLIC_URL}/webhooks/${one.provider}/${one.credentialId}`,
    now,
  });
  if (charged.ok) {
    if (charged.state === "paid") await paid(one, charged.facts, now);
    return;
  }
  if (charged.reason === "unknown") return note(one, "a deduction's outcome is not known", charged.detail);
  await refused(provider, one, charged.reason, now);
}

/** Asks what became of a try, by its own number, and goes on from there. */
export async function settleTry(one: Try, now: Date): Promise<void> {
  const opened = await openOurs(one, openCredential);
  if (!opened) return;
  const { provider } = opened;
  const found = await provider.queryOrder({ paymentId: one.paymentId, providerOrderId: null, now });
  if (!found.ok) return note(one, "a deduction could not be asked about", found.detail);
  if (found.state === "paid" || found.state === "refunded") return paid(one, found.facts, now);
  if (found.state === "closed") return endTry(one, one.reason ?? "declined", now);
  if (one.reason !== null) return refused(provider, one, one.reason, now);
  if (found.state === "pending") {
    const isOld = now.getTime() - one.startedAt.getTime() > PENDING_FOR_MS;
    if (isOld) await refused(provider, one, "declined", now);
    return;
  }
  // The provider never heard of it. The same number again cannot take money twice.
  const isOver = one.isGivenUp || executeDay(one.dueOn) < shanghaiDay(now);
  if (isOver) return refused(provider, one, "not-in-window", now);
  await runTry(one, now);
}

async function paid(one: Try, facts: readonly ProviderFact[], now: Date): Promise<void> {
  const { credentialId, organizationId } = one;
  const received = facts.map((fact) => ({ fact, credentialId, organizationId, origin: "sweep" as const }));
  await confirmDonations(received, now);
  await endTry(one, "paid", now);
}

/**
 * A definite no. The order is closed before the try ends, so that it cannot be paid behind the next one;
 * until that is certain the try stays open with its reason.
 */
async function refused(provider: PaymentProvider, one: Try, reason: string, now: Date): Promise<void> {
  await keepRefusal(one, reason);
  const closed = await provider.closeOrder({ paymentId: one.paymentId, providerOrderId: null, now });
  if (!closed.ok) return note(one, "a refused deduction could not be closed", closed.detail);
  if (closed.state === "paid") return paid(one, closed.facts, now);
  await endTry(one, reason, now);
}

function note(one: Try, what: string, detail: string): void {
  log.warn({ paymentId: one.paymentId, detail }, what);
}
