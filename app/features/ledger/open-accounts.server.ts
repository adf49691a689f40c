import type { Sql } from "#app/lib/db.server.ts";
import {
  type AccountKind,
  codeOf,
  FUND_ACCOUNT_KINDS,
  GOODS_UNIT,
  ORGANIZATION_ACCOUNT_KINDS,
} from "./accounts.ts";

async function open(
  tx: Sql,
  kinds: readonly AccountKind[],
  owner: {
    ownerId: string;
    organizationId: string;
    fundId?: string;
    credentialId?: string;
    currency: string;
  },
): Promise<void> {
  await tx.run(
    `insert into account (id, organization_id, fund_id, credential_id, kind, currency, code)
     select kind || '.' || $3 || '.' || $7, $4, $5, $6, kind, $7, code
     from unnest($1::text[], $2::text[]) as given(kind, code)
     on conflict (id) do nothing`,
    [
      kinds,
      kinds.map((kind) => codeOf(kind, owner.currency)),
      owner.ownerId,
      owner.organizationId,
      owner.fundId ?? null,
      owner.credentialId ?? null,
      owner.currency,
    ],
  );
}

/** Opens the accounts every organization has. Safe to call again. */
export async function openOrganizationAccounts(
  tx: Sql,
  organizationId: string,
  currency = "CNY",
): Promise<void> {
  await open(tx, ORGANIZATION_ACCOUNT_KINDS, { ownerId: organizationId, organizationId, currency });
}

/** Opens available, held and committed of a fund. Safe to call again. */
export async function openFundAccounts(
  tx: Sql,
  fundId: string,
  organizationId: string,
  currency = "CNY",
): Promise<void> {
  await open(tx, FUND_ACCOUNT_KINDS, { ownerId: fundId, organizationId, fundId, currency });
}

/** Opens the clearing account of a payment credential. Safe to call again. */
export async function openClearingAccount(
  tx: Sql,
  credentialId: string,
  organizationId: string,
  currency = "CNY",
): Promise<void> {
  await open(tx, ["clearing"], { ownerId: credentialId, organizationId, credentialId, currency });
}

/** Opens what goods of a fund are posted to: the organization's store and the fund's accounts. Safe to call again. */
export async function openGoodsAccounts(tx: Sql, fundId: string, organizationId: string): Promise<void> {
  await open(tx, ["bank"], { ownerId: organizationId, organizationId, currency: GOODS_UNIT });
  await openFundAccounts(tx, fundId, organizationId, GOODS_UNIT);
}
