import { openCredential } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { listReadyDeferred } from "./deferred-facts.server.ts";
import { Inbox } from "./inbox.server.ts";
import type { ReceivedFact } from "./provider-event.ts";

/** Young payments are left to their notification. */
const FIRST_ASK_AFTER_MS = 10_000;
/** The wait until the next question is this part of the age, so that old ones are asked ever more rarely. */
const AGE_SHARE = 2;
/** In the demo every question comes within seconds: its one visitor waits for it. */
const DEMO_AGE_SHARE = 360;
/** How many are asked about in one sweep, and how many at once. */
const SWEEP_LIMIT = 200;
const AT_ONCE = 8;

interface DuePayment {
  fundId: string;
  id: string;
  credentialId: string;
  organizationId: string;
  providerOrderId: string | null;
  expiresAt: Date | null;
}

/**
 * Heals lost notifications: asks the provider about pending payments, ever more rarely as they age, and
 * gives the answers to the same verb as the webhooks do. What has run out is closed at the provider first,
 * so that it cannot be paid behind our back.
 */
export async function sweepPayments(now: Date): Promise<{ asked: number; applied: number }> {
  const due = await claimDuePayments(now);
  const facts: ReceivedFact[] = [];
  const answered: DuePayment[] = [];
  for (let start = 0; start < due.length; start += AT_ONCE) {
    const asked = due.slice(start, start + AT_ONCE);
    const answers = await Promise.all(asked.map((payment) => askAbout(payment, now)));
    facts.push(...answers.flatMap((answer) => answer ?? []));
    answered.push(...asked.filter((_, index) => answers[index] !== null));
  }
  const inbox = new Inbox(undefined, (error, { fact }) =>
    log.error({ err: error, eventKey: fact.eventKey }, "what a provider answered could not be recorded"),
  );
  facts.push(...(await listReadyDeferred(new Date(now.getTime() - FIRST_ASK_AFTER_MS))));
  const taken = await Promise.all(facts.map((item) => inbox.submit(item)));
  await closeForgotten(answered, now);
  return {
    asked: due.length,
    applied: taken.filter((answer) => answer.ok && answer.outcome === "applied").length,
  };
}

/** Marks what will be asked in the statement that chooses it, so that two sweeps never ask twice. */
async function claimDuePayments(now: Date): Promise<DuePayment[]> {
  return db.rows<DuePayment>(
    `with due as (
       select fund_id, id from payment
       where paid_at is null and closed_at is null and quarantined_at is null and provider <> 'offline'
         and opened_at <= $1::timestamptz - $2 * interval '1 millisecond'
         and (asked_at is null
              or asked_at <= $1::timestamptz - greatest(interval '8 seconds', (asked_at - opened_at) / $4))
       order by asked_at nulls first, opened_at limit $3 for update skip locked
     )
     update payment p set asked_at = $1 from due where p.fund_id = due.fund_id and p.id = due.id
     returning p.fund_id as "fundId", p.id, p.credential_id as "credentialId", p.organization_id as "organizationId",
               p.provider_order_id as "providerOrderId", p.expires_at as "expiresAt"`,
    [now, FIRST_ASK_AFTER_MS, SWEEP_LIMIT, env().DEMO ? DEMO_AGE_SHARE : AGE_SHARE],
  );
}

/** What the provider says of a payment; null where it did not answer, so that nothing may be concluded. */
async function askAbout(payment: DuePayment, now: Date): Promise<ReceivedFact[] | null> {
  const opened = await openCredential(payment.credentialId).catch((error: unknown) => {
    log.error({ credentialId: payment.credentialId, err: error }, "a credential could not be opened");
    return null;
  });
  if (!opened) return null;
  const reference = { paymentId: payment.id, providerOrderId: payment.providerOrderId, now };
  const hasRunOut = payment.expiresAt !== null && payment.expiresAt < now;
  const answer = hasRunOut
    ? await opened.provider.closeOrder(reference)
    : await opened.provider.queryOrder(reference);
  if (!answer.ok) {
    log.warn(
      { paymentId: payment.id, reason: answer.reason },
      "provider did not say what became of a payment",
    );
    return null;
  }
  return answer.facts.map((fact) => ({
    fact,
    credentialId: payment.credentialId,
    organizationId: payment.organizationId,
    origin: "sweep" as const,
  }));
}

/**
 * A payment that ran out and that the provider never saw, or has closed, is closed here too. Where the
 * provider did not answer it stays open: the operator sees it, and it is asked about again.
 */
async function closeForgotten(asked: readonly DuePayment[], now: Date): Promise<void> {
  const runOut = asked.filter((payment) => payment.expiresAt !== null && payment.expiresAt < now);
  await db.run(
    `update payment p set closed_at = $3
     from unnest($1::text[], $2::text[]) as g(fund_id, id)
     where p.fund_id = g.fund_id and p.id = g.id and p.expires_at < $3::timestamptz - interval '1 hour'
       and p.paid_at is null and p.closed_at is null and p.quarantined_at is null`,
    [runOut.map((payment) => payment.fundId), runOut.map((payment) => payment.id), now],
  );
}
