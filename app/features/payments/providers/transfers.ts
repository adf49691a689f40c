/**
 * Payments out of an organization's own account at a provider, one payee each. A provider that cannot do this
 * has no `transfers`.
 */

export interface TransferRequest {
  /** Ours; Alipay's out_biz_no and with it the idempotency key: asking twice pays once. */
  transferId: string;
  amountFen: bigint;
  currency: string;
  /** What the payee reads. */
  title: string;
  payee: { account: string; name: string };
  now: Date;
}

export interface TransferReference {
  transferId: string;
  now: Date;
}

export type TransferFailure =
  | "payee-not-found"
  | "payee-name-differs"
  | "balance-not-enough"
  | "over-limit"
  | "refused";

/**
 * "unknown": it may have been paid; ask again with the same id, never with a new one. "not-found" comes from
 * asking alone: the provider knows nothing of it, so nothing was paid.
 */
export type TransferResult =
  | { ok: true; state: "paid"; providerObjectId: string; paidAt: Date }
  | { ok: true; state: "pending"; providerObjectId: string | null }
  | { ok: false; reason: "unknown" | "not-found"; detail: string }
  | { ok: false; reason: "failed"; failure: TransferFailure; detail: string };

export interface PayeeTransfers {
  send(request: TransferRequest): Promise<TransferResult>;
  ask(reference: TransferReference): Promise<TransferResult>;
}
