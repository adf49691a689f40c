import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { type AddressComplaint, endpointAddress } from "./endpoint-address.ts";
import { sealSecret } from "./endpoint-secret.server.ts";
import { isWebhookType } from "./event-types.ts";
import { newWebhookSecret } from "./sign-message.ts";

export const MOST_ENDPOINTS = 10;

export type AddEndpointResult =
  | { ok: true; secret: string }
  | { ok: false; reason: AddressComplaint | "no-types" | "too-many" | "already-made" };

/**
 * Adds an address that is told of an enterprise's events. The secret that signs is returned once.
 *
 * @param id chosen by the form, so that sending it twice adds one; the second answer is "already-made", because the
 *   secret cannot be shown again
 */
export async function addEndpoint(given: {
  id: string;
  organizationId: string;
  url: string;
  types: readonly string[];
  userId: string;
  now: Date;
}): Promise<AddEndpointResult> {
  const { id, organizationId, userId, now } = given;
  const address = endpointAddress(given.url, env().DEMO);
  if (!address.ok) return address;
  const types = [...new Set(given.types)].filter(isWebhookType).sort();
  if (types.length === 0) return { ok: false, reason: "no-types" };
  const secret = newWebhookSecret();
  const { keyId, sealed } = sealSecret(id, secret);
  return transaction(async (tx): Promise<AddEndpointResult> => {
    await tx.rows("select id from organization where id = $1 for update", [organizationId]);
    const own = await tx.rows<{ id: string; isKept: boolean }>(
      `select id, removed_at is null as "isKept" from webhook_endpoint where organization_id = $1`,
      [organizationId],
    );
    if (own.some((endpoint) => endpoint.id === id)) return { ok: false, reason: "already-made" };
    if (own.filter(({ isKept }) => isKept).length >= MOST_ENDPOINTS) return { ok: false, reason: "too-many" };
    await tx.run(
      `insert into webhook_endpoint (id, organization_id, url, types, key_id, sealed, created_by_id, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [id, organizationId, address.url, types, keyId, sealed, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: "webhook-added",
      subjectKind: "webhook",
      subjectId: id,
      details: { fields: types.length },
      now,
    });
    return { ok: true, secret };
  });
}
