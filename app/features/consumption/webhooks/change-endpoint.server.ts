import type { Act } from "#app/features/identity/acts.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { sealSecret } from "./endpoint-secret.server.ts";
import { isWebhookType, TEST_TYPE } from "./event-types.ts";
import { announce } from "./request-delivery.server.ts";
import { OLD_SECRET_MS } from "./retry-times.ts";
import { newWebhookSecret } from "./sign-message.ts";

/** A member of the enterprise at one of its endpoints. */
export interface AtEndpoint {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

type NotThere = { ok: false; reason: "not-found" };
interface LockedEndpoint {
  isOff: boolean;
  keyId: string;
  sealed: Buffer;
  secretSince: Date | null;
}

/** Chooses anew what the endpoint is told of. */
export async function chooseTypes(
  at: AtEndpoint,
  given: readonly string[],
): Promise<{ ok: true } | NotThere | { ok: false; reason: "no-types" }> {
  const types = [...new Set(given)].filter(isWebhookType).sort();
  if (types.length === 0) return { ok: false, reason: "no-types" };
  return atEndpoint(at, async (tx) => {
    const changed = await tx.run("update webhook_endpoint set types = $2 where id = $1 and types <> $2", [
      at.id,
      types,
    ]);
    if (changed > 0) await record(tx, at, "webhook-changed", { fields: types.length });
    return { ok: true };
  });
}

/** Turns an endpoint off: it is not told of what happens meanwhile. Again is fine. */
export async function turnOff(at: AtEndpoint): Promise<{ ok: true } | NotThere> {
  return atEndpoint(at, async (tx, { isOff }) => {
    if (isOff) return { ok: true };
    await tx.run("update webhook_endpoint set disabled_at = $2, disabled_reason = 'person' where id = $1", [
      at.id,
      at.now,
    ]);
    await record(tx, at, "webhook-disabled");
    return { ok: true };
  });
}

/** Turns it on again: what it was to be told and did not take is sent again. */
export async function turnOn(at: AtEndpoint): Promise<{ ok: true } | NotThere> {
  return atEndpoint(at, async (tx, { isOff }) => {
    if (!isOff) return { ok: true };
    await tx.run(
      "update webhook_endpoint set disabled_at = null, disabled_reason = null, failing_since = null where id = $1",
      [at.id],
    );
    await tx.run(
      `update webhook_delivery set next_at = $2, given_up_at = null where endpoint_id = $1 and delivered_at is null`,
      [at.id, at.now],
    );
    await record(tx, at, "webhook-enabled");
    return { ok: true };
  });
}

/**
 * Draws another secret. For 24 hours the one before signs too, so that the receiver changes over without losing a
 * message. A second press within a minute is taken for the same one.
 */
export async function rotateSecret(
  at: AtEndpoint,
): Promise<{ ok: true; secret: string } | NotThere | { ok: false; reason: "just-changed" }> {
  return atEndpoint(at, async (tx, { keyId, sealed, secretSince }) => {
    if (secretSince !== null && at.now.getTime() - secretSince.getTime() < SAME_PRESS_MS)
      return { ok: false, reason: "just-changed" };
    const secret = newWebhookSecret();
    const made = sealSecret(at.id, secret);
    await tx.run(
      `update webhook_endpoint set key_id = $2, sealed = $3, previous_key_id = $4, previous_sealed = $5,
         previous_until = $6 where id = $1`,
      [at.id, made.keyId, made.sealed, keyId, sealed, new Date(at.now.getTime() + OLD_SECRET_MS)],
    );
    await record(tx, at, "webhook-secret-changed");
    return { ok: true, secret };
  });
}
const SAME_PRESS_MS = 60_000;

/** Takes an endpoint out of use for good; its log stays until it is forgotten. Again is fine. */
export async function removeEndpoint(at: AtEndpoint): Promise<{ ok: true } | NotThere> {
  return atEndpoint(at, async (tx) => {
    await tx.run("update webhook_endpoint set removed_at = $2 where id = $1", [at.id, at.now]);
    await record(tx, at, "webhook-removed");
    return { ok: true };
  });
}

/** Asks for a message of the type `webhook.test` to this endpoint. */
export async function sendTest(
  at: AtEndpoint,
): Promise<{ ok: true } | NotThere | { ok: false; reason: "is-off" }> {
  return atEndpoint(at, async (tx, { isOff }) => {
    if (isOff) return { ok: false, reason: "is-off" };
    await announce(tx, {
      organizationId: at.organizationId,
      type: TEST_TYPE,
      subjectId: at.id,
      // Presses within one second are one.
      at: new Date(Math.floor(at.now.getTime() / 1000) * 1000),
    });
    await record(tx, at, "webhook-tested");
    return { ok: true };
  });
}

/** Sends one message again, whatever became of it: the receiver sees the same id and bytes. */
export async function resend(
  at: AtEndpoint,
  eventId: string,
): Promise<{ ok: true } | NotThere | { ok: false; reason: "is-off" }> {
  return atEndpoint(at, async (tx, { isOff }) => {
    if (isOff) return { ok: false, reason: "is-off" };
    const found = await tx.run(
      `update webhook_delivery set next_at = $3, given_up_at = null where event_id::text = $1 and endpoint_id = $2`,
      [eventId, at.id, at.now],
    );
    if (found === 0) return { ok: false, reason: "not-found" };
    await record(tx, at, "webhook-resent", { event: eventId });
    return { ok: true };
  });
}

/** Presses at once wait for each other at the endpoint's row. */
async function atEndpoint<Result>(
  at: AtEndpoint,
  work: (tx: Sql, endpoint: LockedEndpoint) => Promise<Result>,
): Promise<Result | NotThere> {
  return transaction(async (tx) => {
    const [endpoint] = await tx.rows<LockedEndpoint>(
      `select disabled_at is not null as "isOff", key_id as "keyId", sealed,
              previous_until - $3::int * interval '1 millisecond' as "secretSince"
       from webhook_endpoint
       where id::text = $1 and organization_id = $2 and removed_at is null for update`,
      [at.id, at.organizationId, OLD_SECRET_MS],
    );
    return endpoint ? work(tx, endpoint) : { ok: false, reason: "not-found" };
  });
}

function record(
  tx: Sql,
  { id, organizationId, userId, now }: AtEndpoint,
  act: Act,
  details: Record<string, string | number> = {},
): Promise<void> {
  return recordAct(tx, { organizationId, userId, act, subjectKind: "webhook", subjectId: id, details, now });
}
