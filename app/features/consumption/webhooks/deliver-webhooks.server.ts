import { transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { postOutside, type Resolve } from "#app/lib/http/post-outside.server.ts";
import { type SealedSecrets, secretsAt } from "./endpoint-secret.server.ts";
import { recordAttempt } from "./record-attempt.server.ts";
import { messageId, signedHeaders } from "./sign-message.ts";

/** Messages in one round; they go out side by side, so a round takes no longer than the slowest receiver. */
const AT_ONCE = 50;
/** Of one endpoint: many waiting messages of one enterprise leave room for the others. */
const PER_ENDPOINT = 10;
/** The Standard Webhooks specification suggests 15 to 30 s; a receiver should answer first and work afterwards. */
const TIMEOUT_MS = 10_000;
/** A worker that dies between sending and recording leaves the message to be sent again after this. */
const LEASE_MS = 120_000;

export interface DueDelivery extends SealedSecrets {
  eventId: string;
  endpointId: string;
  url: string;
  body: string;
}

export interface DeliveryWorld {
  /** 0 to 1, for the pause before the next attempt. */
  random: () => number;
  resolve?: Resolve;
  timeoutMs?: number;
}

/**
 * Sends one round of what is due. A message is taken by moving its next attempt ahead before it is sent, so several
 * workers never send the same at once, and none is lost: it may come twice, with the same id and bytes.
 *
 * @returns how many were sent; call again until it is 0.
 */
export async function deliverWebhooks(
  now: Date,
  world: DeliveryWorld = { random: Math.random },
): Promise<number> {
  const due = await takeDue(now);
  await Promise.all(due.map((delivery) => deliver(delivery, now, world)));
  return due.length;
}

/** Of an endpoint that fails only one message is tried: the others wait until it takes something again. */
export async function takeDue(now: Date): Promise<DueDelivery[]> {
  return transaction((tx) =>
    tx.rows<DueDelivery>(
      `with due as (
         select d.event_id, d.endpoint_id
         from webhook_endpoint p
         cross join lateral (
           select event_id, endpoint_id, next_at from webhook_delivery
           where endpoint_id = p.id and next_at <= $1
           order by next_at limit case when p.failing_since is null then $2::int else 1 end
           for update skip locked
         ) d
         where p.disabled_at is null and p.removed_at is null
         order by d.next_at limit $3
       )
       update webhook_delivery d
       set next_at = $1::timestamptz + $4::int * interval '1 millisecond'
       from due, webhook_event e, webhook_endpoint p
       where d.event_id = due.event_id and d.endpoint_id = due.endpoint_id
         and e.id = d.event_id and p.id = d.endpoint_id
       returning d.event_id as "eventId", d.endpoint_id as "endpointId", e.body, p.url, p.id, p.key_id as "keyId",
                 p.sealed, p.previous_key_id as "previousKeyId", p.previous_sealed as "previousSealed",
                 p.previous_until as "previousUntil"`,
      [now, PER_ENDPOINT, AT_ONCE, LEASE_MS],
    ),
  );
}

async function deliver(delivery: DueDelivery, now: Date, world: DeliveryWorld): Promise<void> {
  const message = { id: messageId(delivery.eventId), body: delivery.body };
  const answer = await postOutside({
    url: delivery.url,
    headers: {
      "Content-Type": "application/json",
      "User-Agent": "Mingshan-Webhooks/1",
      ...signedHeaders(message, secretsAt(delivery, now), now),
    },
    body: delivery.body,
    timeoutMs: world.timeoutMs ?? TIMEOUT_MS,
    isLoopbackAllowed: env().DEMO,
    resolve: world.resolve,
  });
  await recordAttempt({ ...delivery, ...answer, at: now, share: world.random() });
}
