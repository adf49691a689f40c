import { openClearingAccount } from "#app/features/ledger/open-accounts.server.ts";
import { db, prisma, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";
import { noteCredentialAct } from "./credential-acts.server.ts";
import { openConfig, sealConfig } from "./credential-cipher.server.ts";
import { providerFor } from "./providers/index.server.ts";
import type { PaymentProvider, ProviderName } from "./providers/provider.ts";

export interface CredentialSummary {
  id: string;
  organizationId: string;
  provider: ProviderName;
  providerAccount: string;
  currency: string;
}

/** How long an opened credential is kept: other processes take new money through a disabled one no longer. */
const KEEP_MS = 30_000;

interface OpenCredential {
  credential: CredentialSummary;
  provider: PaymentProvider;
  isDisabled: boolean;
  openedAtMs: number;
}

type Opened = Pick<OpenCredential, "credential" | "provider" | "isDisabled">;

const opened = singleton("opened-credentials", () => new Map<string, OpenCredential>());

/**
 * A credential with its adapter, from memory while fresh, for all that tells about money already under way:
 * messages, questions, refunds, bills. A disabled one is opened too: what was begun through it still ends.
 * Null if it does not exist. A gateway on this machine is refused outside the demo: it would be play money.
 */
export async function openCredential(credentialId: string): Promise<Opened | null> {
  const known = opened.get(credentialId);
  if (known && Date.now() - known.openedAtMs < KEEP_MS) return known;
  const row = await prisma.paymentCredential.findUnique({ where: { id: credentialId } });
  if (!row || (row.provider !== "alipay" && row.provider !== "stripe")) {
    opened.delete(credentialId);
    return null;
  }
  const provider = providerFor(row.provider, openConfig(row.id, row.keyId, row.configSealed));
  if (provider.isLoopback && !env().DEMO) return null;
  const made = {
    credential: summaryOf(row),
    provider,
    isDisabled: row.disabledAt !== null,
    openedAtMs: Date.now(),
  };
  opened.set(credentialId, made);
  return made;
}

/** A credential with its adapter, for a new order, agreement or charge. Null also where it is disabled. */
export async function openForNewMoney(credentialId: string): Promise<Opened | null> {
  const credential = await openCredential(credentialId);
  return credential?.isDisabled ? null : credential;
}

/** Forgets an opened credential, so that what was changed about it holds at once in this process. */
export function forgetOpened(credentialId: string): void {
  opened.delete(credentialId);
}

/** The adapter of a credential, disabled or not; throws where it does not exist. */
export async function providerOfCredential(credentialId: string): Promise<PaymentProvider> {
  const credential = await openCredential(credentialId);
  if (!credential) throw new Error(`payment credential ${credentialId} is not in use`);
  return credential.provider;
}

/** Disputes, refunds at the console and late payments still come in for a while after a channel was disabled. */
const LISTEN_DAYS = 60;

/**
 * The credentials whose providers have something to tell: the enabled ones, and disabled ones for some time
 * and as long as a payment of theirs is open, a gift has not been paid out to the bank or a refund is under way.
 * Of one account that was registered anew, only the credential in use: the provider tells all to it.
 */
export async function listTellingCredentials(now: Date): Promise<CredentialSummary[]> {
  return db.rows<CredentialSummary>(
    `select c.id, c.organization_id as "organizationId", c.provider, c.provider_account as "providerAccount", c.currency
     from payment_credential c
     where c.provider in ('alipay', 'stripe') and (
       c.disabled_at is null or not exists (
         select from payment_credential n where n.organization_id = c.organization_id and n.provider = c.provider
           and n.provider_account = c.provider_account and n.disabled_at is null)
       and (c.disabled_at > $1::timestamptz - $2 * interval '1 day'
       or exists (
         select from payment p where p.credential_id = c.id and p.paid_at is null and p.closed_at is null
           and p.quarantined_at is null)
       or exists (
         select from unsettled_payment u join payment p on p.fund_id = u.fund_id and p.id = u.payment_id
         where p.credential_id = c.id)
       or exists (
         select from refund r where r.credential_id = c.id and r.paid_at is null and r.failed_at is null)))
     order by c.id`,
    [now, LISTEN_DAYS],
  );
}

export type SaveCredentialRefusal =
  | "unreadable-config"
  | "self-test-failed"
  | "loopback-outside-demo"
  | "test-mode-outside-demo";

/**
 * Stores a credential sealed, after its keys have passed a round trip of signing and verifying.
 * Calling again with the same id replaces the configuration.
 */
export async function saveCredential(input: {
  id: string;
  organizationId: string;
  provider: ProviderName;
  config: unknown;
  /** Who typed it; null for a script. */
  userId?: string | null;
  /** False: the keys are well-formed, but the provider did not answer. It is kept and not offered to donors. */
  isTested?: boolean;
  now: Date;
}): Promise<{ ok: true } | { ok: false; reason: SaveCredentialRefusal; detail: string }> {
  let provider: PaymentProvider;
  try {
    provider = providerFor(input.provider, input.config);
  } catch (error) {
    return {
      ok: false,
      reason: "unreadable-config",
      detail: error instanceof Error ? error.name : "unknown",
    };
  }
  if (provider.isLoopback && !env().DEMO) {
    return { ok: false, reason: "loopback-outside-demo", detail: "a gateway on this machine is for DEMO=1" };
  }
  // Play money may not be taken for gifts on a site that people believe.
  if (provider.mode === "test" && !env().DEMO && env().NODE_ENV === "production") {
    return { ok: false, reason: "test-mode-outside-demo", detail: "a key of the provider's test mode" };
  }
  const test = provider.selfTest();
  if (!test.ok) return { ok: false, reason: "self-test-failed", detail: test.reason };
  const { keyId, sealed } = sealConfig(input.id, input.config);
  await transaction(async (tx) => {
    await tx.run(
      `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id,
                                       self_tested_at, created_at)
       values ($1, $2, $3, $4, $5, $6, $8, $7)
       on conflict (id) do update set config_sealed = excluded.config_sealed, key_id = excluded.key_id,
         provider_account = excluded.provider_account, self_tested_at = excluded.self_tested_at
       where payment_credential.organization_id = excluded.organization_id`,
      [
        input.id,
        input.organizationId,
        input.provider,
        provider.providerAccount,
        sealed,
        keyId,
        input.now,
        input.isTested === false ? null : input.now,
      ],
    );
    await noteCredentialAct(tx, {
      organizationId: input.organizationId,
      credentialId: input.id,
      kind: "saved",
      userId: input.userId ?? null,
      at: input.now,
    });
    await openClearingAccount(tx, input.id, input.organizationId);
  });
  opened.delete(input.id);
  return { ok: true };
}

function summaryOf(row: {
  id: string;
  organizationId: string;
  provider: string;
  providerAccount: string;
  currency: string;
}): CredentialSummary {
  return {
    id: row.id,
    organizationId: row.organizationId,
    provider: row.provider as ProviderName,
    providerAccount: row.providerAccount,
    currency: row.currency,
  };
}
