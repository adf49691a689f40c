import { type Sealed, seal, unseal } from "#app/lib/seal.server.ts";

/** Seals a credential's configuration. The credential's id is bound in, so it does not open in another row. */
export function sealConfig(credentialId: string, config: unknown): Sealed {
  return seal(credentialId, config);
}

/** Opens what sealConfig made, with whichever of the configured keys sealed it. Throws if it was altered. */
export function openConfig(credentialId: string, keyId: string, sealed: Uint8Array): unknown {
  return unseal(credentialId, keyId, sealed);
}
