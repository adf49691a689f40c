import { listTellingCredentials, openCredential } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import { Inbox } from "./inbox.server.ts";
import { submitFact } from "./monthly/resolve-billed.server.ts";
import type { ReceivedFact } from "./provider-event.ts";

/** What was listed an hour ago is listed again: an event may be written down a little after it happened. */
const OVERLAP_MS = 60 * 60 * 1000;
/** Providers keep events for thirty days. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;
/** Facts given on at once; a provider that was away for a day may have thousands. */
const CHUNK = 500;

interface Hearer {
  credentialId: string;
  organizationId: string;
  /** Everything before this moment has been heard; null for a credential that was never asked about. */
  heardUntil: Date | null;
}

export interface Heard {
  credentials: number;
  applied: number;
  failed: number;
}

/**
 * Asks providers for the messages that they could not deliver, from where the last hearing of each credential
 * ended: a site that was down for a weekend hears all of it. What it hears goes through the same verb as a
 * notification, one bad message alone; the place is remembered only where everything was taken.
 */
export async function hearMissedNotifications(now: Date): Promise<Heard> {
  const telling = await listTellingCredentials(now);
  const hearers = await db.rows<Hearer>(
    `select c.id as "credentialId", c.organization_id as "organizationId", n.heard_until as "heardUntil"
     from payment_credential c left join notification_cursor n on n.credential_id = c.id
     where c.provider = 'stripe' and c.id = any($1) order by c.id`,
    [telling.map(({ id }) => id)],
  );
  const heard: Heard = { credentials: 0, applied: 0, failed: 0 };
  for (const hearer of hearers) {
    try {
      const { applied, failed } = await hear(hearer, now);
      heard.applied += applied;
      heard.failed += failed;
      if (failed === 0) await remember(hearer, now);
      heard.credentials += 1;
    } catch (error) {
      // One organization's key or provider being away does not keep the others from being healed.
      log.warn({ credentialId: hearer.credentialId, err: error }, "undelivered messages could not be listed");
    }
  }
  return heard;
}

async function hear(hearer: Hearer, now: Date): Promise<{ applied: number; failed: number }> {
  const opened = await openCredential(hearer.credentialId);
  if (!opened) throw new Error("the credential cannot be opened");
  const from = hearer.heardUntil === null ? 0 : hearer.heardUntil.getTime() - OVERLAP_MS;
  const since = new Date(Math.max(from, now.getTime() - KEPT_MS));
  const sums = { applied: 0, failed: 0 };
  let chunk: ReceivedFact[] = [];
  for await (const fact of opened.provider.listUndelivered(since)) {
    chunk.push({
      fact,
      credentialId: hearer.credentialId,
      organizationId: hearer.organizationId,
      origin: "sweep",
    });
    if (chunk.length < CHUNK) continue;
    await take(chunk, sums, now);
    chunk = [];
  }
  await take(chunk, sums, now);
  return sums;
}

async function take(
  chunk: readonly ReceivedFact[],
  sums: { applied: number; failed: number },
  now: Date,
): Promise<void> {
  const inbox = new Inbox(undefined, (error, { fact }) =>
    log.error({ err: error, eventKey: fact.eventKey }, "a provider's message could not be recorded"),
  );
  const answers = await Promise.all(chunk.map((item) => submitFact(inbox, item, now)));
  for (const answer of answers) {
    if (!answer.ok) sums.failed += 1;
    else if (answer.outcome === "applied") sums.applied += 1;
  }
}

async function remember({ credentialId }: Hearer, now: Date): Promise<void> {
  await db.run(
    `insert into notification_cursor as n (credential_id, heard_until, heard_at) values ($1, $2, $2)
     on conflict (credential_id) do update
       set heard_until = greatest(n.heard_until, excluded.heard_until), heard_at = excluded.heard_at`,
    [credentialId, now],
  );
}
