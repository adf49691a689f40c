import { openOrganizationAccounts } from "#app/features/ledger/open-accounts.server.ts";
import { saveCredential } from "#app/features/payments/credentials.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { governanceOf } from "./governance.ts";
import { codeKindOf, ORGANIZATIONS, type OrganizationSpec } from "./organization-list.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";
import { eachAtOnce } from "./steps.ts";
import { makeUscc } from "./uscc.ts";

/** The credit code of an organization, by its place in the list. */
export function usccOf(slug: string): string {
  const at = ORGANIZATIONS.findIndex((spec) => spec.slug === slug);
  const spec = ORGANIZATIONS[at];
  invariant(spec, `${slug} is in the list of organizations`);
  return makeUscc(codeKindOf(spec), spec.division.padEnd(6, "0"), at);
}

/** Writes the organizations with their accounts of the ledger. */
export async function writeOrganizations(clock: SeedClock): Promise<number> {
  const day = (days: number | null | undefined): string | null => (days == null ? null : clock.day(days));
  const rows = ORGANIZATIONS.map((spec) => ({
    id: stableId.organization(spec.slug),
    slug: spec.slug,
    kind: spec.kind,
    name: spec.name,
    name_en: spec.nameEn,
    uscc: usccOf(spec.slug),
    form: spec.form ?? null,
    division_code: spec.division,
    registrar: spec.registrar ?? null,
    registered_on: spec.registeredOn ?? null,
    qualification_from: day(spec.qualification?.fromDays),
    qualification_to: day(spec.qualification?.toDays),
    tax_status_from: day(spec.taxStatus?.fromDays),
    tax_status_to: day(spec.taxStatus?.toDays),
    assessment_grade: spec.grade ?? null,
    assessment_valid_to: day(spec.gradeToDays),
    summary: spec.summary,
    summary_en: spec.summaryEn,
    contact: `${spec.slug}@demo.mingshan.example`,
    bears_fees: spec.bearsFees ?? false,
    overseas_card_basis: spec.overseasCardBasis ?? null,
    overseas_card_basis_at: spec.overseasCardBasis ? clock.at(clock.day(-500), 10) : null,
    governance: spec.kind === "charity" ? governanceOf(spec.slug, clock) : {},
    created_at: clock.at(clock.day(-520), 9),
  }));
  await transaction(async (tx) => {
    await tx.run(
      `insert into organization (id, slug, kind, name, name_en, uscc, form, division_code, registrar, registered_on,
         qualification_from, qualification_to, tax_status_from, tax_status_to, assessment_grade, assessment_valid_to,
         summary, summary_en, contact, bears_fees, overseas_card_basis, overseas_card_basis_at, governance, created_at)
       select id, slug, kind, name, name_en, uscc, form, division_code, registrar, registered_on,
         qualification_from, qualification_to, tax_status_from, tax_status_to, assessment_grade, assessment_valid_to,
         summary, summary_en, contact, bears_fees, overseas_card_basis, overseas_card_basis_at, governance, created_at
       from jsonb_populate_recordset(null::organization, $1::jsonb)
       on conflict (id) do nothing`,
      [JSON.stringify(rows)],
    );
    for (const { id } of rows) await openOrganizationAccounts(tx, id);
  });
  return rows.length;
}

interface SandboxMerchant {
  alipay: Record<"gateway" | "appId" | "sellerId" | "appPrivateKey" | "alipayPublicKey", string>;
  stripe: Record<"secretKey" | "webhookSecret" | "accountId" | "host" | "protocol", string> & {
    port: number;
  };
  bank: { bank: string; name: string; accountNo: string };
}

/** Makes every organization that takes gifts known to the played providers and bank, and keeps their keys sealed. */
export async function openPaymentChannels(clock: SeedClock): Promise<number> {
  const banked = ORGANIZATIONS.filter(({ kind }) => kind === "charity" || kind === "trustee");
  await eachAtOnce(banked, 6, (spec) => openChannelsOf(spec, clock));
  return banked.length;
}

async function openChannelsOf(spec: OrganizationSpec, clock: SeedClock): Promise<void> {
  const organizationId = stableId.organization(spec.slug);
  const alipayId = stableId.credential(spec.slug, "alipay");
  const stripeId = stableId.credential(spec.slug, "stripe");
  const hooks = `${env().PUBLIC_URL}/webhooks`;
  const made = await askSandbox<SandboxMerchant>("/control/merchants", {
    key: spec.slug,
    name: spec.name,
    notify: { alipayUrl: `${hooks}/alipay/${alipayId}`, stripeUrl: `${hooks}/stripe/${stripeId}` },
  });
  await db.run(
    `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
     select gen_random_uuid(), $1, $2, $3, $4, now() on conflict (bank, account_no) do nothing`,
    [organizationId, made.bank.bank, made.bank.name, made.bank.accountNo],
  );
  if (!spec.takesGifts) return;
  const { gateway, appId, sellerId, appPrivateKey, alipayPublicKey } = made.alipay;
  await save(alipayId, "alipay", {
    gateway,
    appId,
    sellerId,
    appPrivateKey,
    keyType: "PKCS1",
    alipayPublicKey,
  });
  if (!spec.overseasCardBasis) return;
  const { secretKey, webhookSecret, accountId, host, port, protocol } = made.stripe;
  await save(stripeId, "stripe", {
    secretKey,
    webhookSecrets: [webhookSecret],
    accountId,
    host,
    port,
    protocol,
  });

  async function save(id: string, provider: "alipay" | "stripe", config: unknown): Promise<void> {
    const saved = await saveCredential({
      id,
      organizationId,
      provider,
      config,
      now: clock.at(clock.day(-500), 10),
    });
    invariant(saved.ok, `the ${provider} credential of ${spec.slug} was not taken`);
  }
}
