import { createHash } from "node:crypto";
import { type AgreementTerms, termsJson } from "#app/features/consumption/rules/terms.ts";
import { openOrganizationAccounts } from "#app/features/ledger/open-accounts.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { newFundScopedId, newOrganizationId } from "#app/lib/ids.ts";
import { makeFund, makeOrganization } from "./books.ts";

export interface CampaignPlace {
  organizationId: string;
  credentialId: string;
  fundId: string;
  slug: string;
}

/** A charity with an open consumption campaign. */
export async function makeCampaign(
  over: { organizationId?: string; credentialId?: string } = {},
): Promise<CampaignPlace> {
  const { organizationId, credentialId } = over.organizationId
    ? { organizationId: over.organizationId, credentialId: over.credentialId ?? "" }
    : await makeOrganization();
  const fundId = await makeFund(organizationId, { kind: "consumption" });
  await db.run(
    "insert into consumption_campaign (fund_id, organization_id, created_at) values ($1, $2, '2026-01-01')",
    [fundId, organizationId],
  );
  return { organizationId, credentialId, fundId, slug: fundId };
}

/** An enterprise with a page. */
export async function makeEnterprise(over: { slug?: string; name?: string } = {}): Promise<string> {
  const id = newOrganizationId();
  await transaction(async (tx) => {
    await tx.run(
      `insert into organization (id, slug, kind, name, name_en, division_code)
       values ($1, $2, 'enterprise', $3, 'Demo Noodles', '330122')`,
      [id, over.slug ?? id, over.name ?? "一味面馆（演示）"],
    );
    await openOrganizationAccounts(tx, id);
  });
  return id;
}

/** 1% of the price, seven days to return. */
export const TERMS: AgreementTerms = {
  rule: { kind: "percent", bp: 100, base: "gross" },
  giver: "merchant",
  perOrderCapFen: null,
  dayCapFen: null,
  campaignCapFen: null,
  guarantee: null,
  returnDays: 7,
  confirmWithinDays: 10,
  payWithinDays: 15,
  bankAccountId: null,
  declaredMonthlyOrders: 3000,
  declaredMonthlySalesFen: 10_000_000n,
  goods: "全部商品",
  goodsEn: "Everything",
};

/** An agreement that both sides confirmed before its first day (2026-09-01 unless told). */
export async function makeAgreement(
  place: { fundId: string; organizationId: string },
  merchantId: string,
  over: Partial<AgreementTerms> = {},
  days: { effectiveOn?: string; endsOn?: string } = {},
): Promise<string> {
  const id = newFundScopedId("a", place.fundId);
  const { effectiveOn = "2026-09-01", endsOn = "2027-08-31" } = days;
  await transaction(async (tx) => {
    await tx.run(
      `insert into consumption_agreement (id, fund_id, organization_id, merchant_id, created_at)
       values ($1, $2, $3, $4, $5::date - 10)`,
      [id, place.fundId, place.organizationId, merchantId, effectiveOn],
    );
    await insertVersion(tx, id, 1, { ...TERMS, ...over }, { effectiveOn, endsOn });
  });
  return id;
}

/** Another version of it, confirmed by both. */
export async function makeVersion(
  agreementId: string,
  number: number,
  over: Partial<AgreementTerms>,
  days: { effectiveOn: string; endsOn: string },
): Promise<void> {
  await transaction((tx) => insertVersion(tx, agreementId, number, { ...TERMS, ...over }, days));
}

async function insertVersion(
  tx: { run(text: string, values?: readonly unknown[]): Promise<number> },
  agreementId: string,
  number: number,
  terms: AgreementTerms,
  days: { effectiveOn: string; endsOn: string },
): Promise<void> {
  const json = termsJson(terms);
  await tx.run(
    `insert into consumption_agreement_version (agreement_id, number, terms, terms_sha256, effective_on, ends_on,
       proposed_at, charity_confirmed_at, merchant_confirmed_at)
     values ($1, $2, $3::jsonb, $4, $5, $6, $5::date - 9, $5::date - 8, $5::date - 7)`,
    [
      agreementId,
      number,
      json,
      createHash("sha256").update(json).digest("hex"),
      days.effectiveOn,
      days.endsOn,
    ],
  );
}
