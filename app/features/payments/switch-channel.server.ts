import { type Sql, transaction } from "#app/lib/db.server.ts";
import { testAdapter } from "./channel-form.server.ts";
import { noteCredentialAct } from "./credential-acts.server.ts";
import { openConfig } from "./credential-cipher.server.ts";
import { forgetOpened } from "./credentials.server.ts";
import { providerFor } from "./providers/index.server.ts";
import type { ProviderName } from "./providers/provider.ts";

export type SwitchResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "another-in-use" | "no-answer" | "test-failed" };

interface Row {
  provider: ProviderName;
  keyId: string;
  sealed: Buffer;
  disabledAt: Date | null;
  selfTestedAt: Date | null;
}

interface Act {
  organizationId: string;
  credentialId: string;
  userId: string;
  now: Date;
}

async function lock(tx: Sql, act: Act): Promise<Row | undefined> {
  const [row] = await tx.rows<Row>(
    `select provider, key_id as "keyId", config_sealed as sealed, disabled_at as "disabledAt",
            self_tested_at as "selfTestedAt"
     from payment_credential where organization_id = $1 and id = $2 for update`,
    [act.organizationId, act.credentialId],
  );
  return row;
}

/**
 * Stops using a channel: no new gift, agreement or charge goes through it. What is under way is still heard,
 * asked about, refunded and reconciled. Its key stays sealed. Safe to call again.
 */
export async function disableChannel(act: Act): Promise<SwitchResult> {
  const result = await transaction(async (tx): Promise<SwitchResult> => {
    const row = await lock(tx, act);
    if (!row) return { ok: false, reason: "not-found" };
    if (row.disabledAt) return { ok: true, repeated: true };
    await tx.run("update payment_credential set disabled_at = $2 where id = $1", [act.credentialId, act.now]);
    await noteCredentialAct(tx, { ...act, kind: "disabled", at: act.now });
    return { ok: true, repeated: false };
  });
  forgetOpened(act.credentialId);
  return result;
}

/** Uses a channel again, after its keys have passed the test anew. Safe to call again. */
export async function enableChannel(act: Act): Promise<SwitchResult> {
  return retest(act, "enabled");
}

/** Tests the keys of a channel again; one that passes is offered to donors. Safe to call again. */
export async function testChannel(act: Act): Promise<SwitchResult> {
  return retest(act, "tested");
}

async function retest(act: Act, kind: "enabled" | "tested"): Promise<SwitchResult> {
  const row = await transaction((tx) => lock(tx, act));
  if (!row) return { ok: false, reason: "not-found" };
  if (kind === "enabled" && !row.disabledAt) return { ok: true, repeated: true };
  // The provider is asked outside of any transaction.
  const adapter = providerFor(row.provider, openConfig(act.credentialId, row.keyId, row.sealed));
  const { errors, isTested } = await testAdapter(adapter, act.now);
  if (errors) return { ok: false, reason: "test-failed" };
  if (!isTested) return { ok: false, reason: "no-answer" };
  const result = await transaction(async (tx): Promise<SwitchResult> => {
    await lock(tx, act);
    const [other] = await tx.rows(
      `select 1 from payment_credential where organization_id = $1 and provider = $2 and id <> $3
         and disabled_at is null limit 1`,
      [act.organizationId, row.provider, act.credentialId],
    );
    if (kind === "enabled" && other) return { ok: false, reason: "another-in-use" };
    await tx.run(
      `update payment_credential set self_tested_at = $2, disabled_at = case when $3 then null else disabled_at end
       where id = $1`,
      [act.credentialId, act.now, kind === "enabled"],
    );
    await noteCredentialAct(tx, { ...act, kind, at: act.now });
    return { ok: true, repeated: false };
  });
  forgetOpened(act.credentialId);
  return result;
}
