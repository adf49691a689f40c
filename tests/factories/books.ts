import { randomBytes } from "node:crypto";
import type { ReceivedFact } from "#app/features/donations/provider-event.ts";
import { openFund } from "#app/features/funds/open-fund.server.ts";
import { openClearingAccount, openOrganizationAccounts } from "#app/features/ledger/open-accounts.server.ts";
import type { ProviderFact } from "#app/features/payments/providers/provider.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import {
  newCredentialId,
  newFundId,
  newFundScopedId,
  newOrganizationId,
  newReference,
} from "#app/lib/ids.ts";

/** The moment most tests happen at. */
export const NOW = new Date("2026-11-22T02:00:00Z");

/** A charity with its accounts and one Alipay credential (sealed nonsense: no test here opens it). */
export async function makeOrganization(over: { slug?: string; bearsFees?: boolean } = {}): Promise<{
  organizationId: string;
  credentialId: string;
}> {
  const organizationId = newOrganizationId();
  const credentialId = newCredentialId();
  await transaction(async (tx) => {
    await tx.run(
      `insert into division (code, name, name_en, level) values ('330122', '桐庐县', 'Tonglu', 'county') on conflict do nothing`,
    );
    await tx.run(
      `insert into organization (id, slug, kind, name, name_en, division_code, bears_fees, qualification_from)
       values ($1, $2, 'charity', '演示慈善会', 'Demo Charity', '330122', $3, '2020-01-01')`,
      [organizationId, over.slug ?? organizationId, over.bearsFees ?? false],
    );
    await openOrganizationAccounts(tx, organizationId);
    await tx.run(
      `insert into payment_credential (id, organization_id, provider, provider_account, config_sealed, key_id,
                                       self_tested_at)
       values ($1, $2, 'alipay', $3, $4, 'none', now())`,
      [credentialId, organizationId, `2088${organizationId}`, Buffer.from("unused")],
    );
    await openClearingAccount(tx, credentialId, organizationId);
  });
  return { organizationId, credentialId };
}

/** An open project of that charity. */
export async function makeFund(
  organizationId: string,
  over: { slug?: string; kind?: string } = {},
): Promise<string> {
  const fundId = newFundId();
  await transaction(async (tx) => {
    await tx.run(
      `insert into fund (id, organization_id, kind, slug, title, title_en, category, division_code, state,
                         filing_no, filing_from, filing_to)
       values ($1, $2, $3, $4, '一餐热饭', 'A Hot Meal', 'elderly', '330122', 'open', 'F1', '2026-01-01', '2027-01-01')`,
      [fundId, organizationId, over.kind ?? "project", over.slug ?? fundId],
    );
    await openFund(tx, { id: fundId, organizationId, currency: "CNY" });
  });
  return fundId;
}

export interface PendingGift {
  fundId: string;
  donationId: string;
  paymentId: string;
  organizationId: string;
  credentialId: string;
  amountFen: bigint;
}

/** A gift that waits for its payment. */
export async function makePendingGift(
  place: { organizationId: string; credentialId: string; fundId: string },
  amountFen: bigint,
  over: { donationId?: string; email?: string; openedAt?: Date } = {},
): Promise<PendingGift> {
  const donationId = over.donationId ?? newFundScopedId("d", place.fundId);
  const paymentId = newFundScopedId("p", place.fundId);
  if (!over.donationId) {
    await db.run(
      `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, email,
                             reference, token_hash, salt, created_at)
       values ($1, $2, $3, $4, 'CNY', 'alipay', 'anonymous', $5, $6, 'none', $7, $8)`,
      [
        place.fundId,
        donationId,
        place.organizationId,
        amountFen,
        over.email ?? null,
        newReference(),
        randomBytes(16),
        NOW,
      ],
    );
  }
  await db.run(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency, opened_at)
     values ($1, $2, $3, $4, $5, 'alipay', $6, 'CNY', $7)`,
    [
      place.fundId,
      paymentId,
      donationId,
      place.organizationId,
      place.credentialId,
      amountFen,
      over.openedAt ?? NOW,
    ],
  );
  return { ...place, donationId, paymentId, amountFen };
}

/** What Alipay would say of that gift. */
export function paidFact(gift: PendingGift, over: Partial<ProviderFact> = {}): ReceivedFact {
  const objectId = over.objectId ?? `trade-${gift.paymentId}`;
  return {
    credentialId: gift.credentialId,
    organizationId: gift.organizationId,
    origin: "webhook",
    fact: {
      provider: "alipay",
      eventKey: `${objectId}|${over.type ?? "TRADE_SUCCESS"}||`,
      type: "paid",
      providerType: "TRADE_SUCCESS",
      paymentId: gift.paymentId,
      objectId,
      paymentObjectId: (over.type ?? "paid") === "paid" ? objectId : `trade-${gift.paymentId}`,
      providerAccount: "app/2088",
      amountFen: gift.amountFen,
      currency: "CNY",
      occurredAt: NOW,
      sellerMatches: true,
      payerReference: null,
      payloadSha256: `${objectId}-${over.amountFen ?? gift.amountFen}`,
      ...over,
    },
  };
}
