import { fingerprint, seal, unseal } from "#app/lib/seal.server.ts";
import { comparableAccount, type PayeeAccount, type PayeeChannel } from "./payee.ts";

const placeOf = (id: string): string => `disbursement-payee ${id}`;

/** Name, account and bank of a line, sealed for its row. */
export function sealPayee(id: string, { name, account, bank }: PayeeAccount) {
  return seal(placeOf(id), { name, account, bank });
}

/** Opens what sealPayee made. For its own organization's people and for the payment itself alone. */
export function openPayee(row: { id: string; keyId: string; sealed: Uint8Array }): PayeeAccount {
  return unseal(placeOf(row.id), row.keyId, row.sealed) as PayeeAccount;
}

/** By which the same account is found again within one organization without being kept in clear. */
export function accountMark(
  organizationId: string,
  payee: { channel: PayeeChannel; account: string },
): Buffer {
  return fingerprint("payee-account", organizationId, comparableAccount(payee));
}
