import { z } from "zod";
import { type Sealed, seal, unseal } from "#app/lib/seal.server.ts";

const secretSchema = z.string().startsWith("whsec_");
const placeOf = (endpointId: string) => `webhook-endpoint:${endpointId}`;

export interface SealedSecrets {
  id: string;
  keyId: string;
  sealed: Uint8Array;
  previousKeyId: string | null;
  previousSealed: Uint8Array | null;
  previousUntil: Date | null;
}

export function sealSecret(endpointId: string, secret: string): Sealed {
  return seal(placeOf(endpointId), secret);
}

export function openSecret(endpointId: string, keyId: string, sealed: Uint8Array): string {
  return secretSchema.parse(unseal(placeOf(endpointId), keyId, sealed));
}

/** The secrets that sign now: the current one, and the one before while its day is not over. */
export function secretsAt(row: SealedSecrets, now: Date): string[] {
  const current = openSecret(row.id, row.keyId, row.sealed);
  const { previousKeyId, previousSealed, previousUntil } = row;
  if (previousKeyId === null || previousSealed === null || previousUntil === null || previousUntil <= now)
    return [current];
  return [current, openSecret(row.id, previousKeyId, previousSealed)];
}
