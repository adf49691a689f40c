import { saveCredential } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newCredentialId } from "#app/lib/ids.ts";
import { type Sandbox, startSandbox } from "#scripts/sandbox/server.ts";
import { temporaryFolder } from "#scripts/services/place.ts";
import { makeFund, makeOrganization } from "./books.ts";

/** A sandbox inside the test, with retries that do not wait. Close it afterwards. */
export const startTestSandbox = (name: string): Promise<Sandbox> =>
  startSandbox({
    dataDir: temporaryFolder(name),
    port: 0,
    smtpPort: 0,
    siteUrl: "http://127.0.0.1:1",
    retryScale: 0.001,
  });

/** POST /control/… of the sandbox. */
export async function control<T>(sandbox: Sandbox, path: string, body: unknown): Promise<T> {
  const answer = await fetch(`${sandbox.url}/control/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

interface Merchant {
  alipay: Record<string, string>;
  stripe: Record<string, string>;
}

export interface GivingPlace {
  organizationId: string;
  fundId: string;
  slug: string;
}

/** A charity with an open project that takes gifts through both providers of the sandbox. */
export async function makeGivingPlace(sandbox: Sandbox): Promise<GivingPlace> {
  const made = await makeOrganization();
  const { organizationId } = made;
  // The factory's own credential holds nonsense; the sandbox gives real ones.
  await db.run("delete from account where credential_id = $1", [made.credentialId]);
  await db.run("delete from payment_credential where id = $1", [made.credentialId]);
  await db.run("update organization set overseas_card_basis = '演示' where id = $1", [organizationId]);
  const merchant = await control<Merchant>(sandbox, "merchants", { key: organizationId, name: "演示慈善会" });
  const { gateway, appId, sellerId, appPrivateKey, alipayPublicKey } = merchant.alipay;
  const { secretKey, webhookSecret, accountId, host, port, protocol } = merchant.stripe;
  const now = new Date();
  const saved = await Promise.all([
    saveCredential({
      id: newCredentialId(),
      organizationId,
      provider: "alipay",
      config: { gateway, appId, sellerId, appPrivateKey, alipayPublicKey, keyType: "PKCS1" },
      now,
    }),
    saveCredential({
      id: newCredentialId(),
      organizationId,
      provider: "stripe",
      config: { secretKey, webhookSecrets: [webhookSecret], accountId, host, port, protocol },
      now,
    }),
  ]);
  if (saved.some(({ ok }) => !ok)) throw new Error(`a credential was refused: ${JSON.stringify(saved)}`);
  const slug = `f-${organizationId}`;
  return { organizationId, slug, fundId: await makeFund(organizationId, { slug }) };
}
