import { createHmac, randomInt } from "node:crypto";

/**
 * Ids carry their fund, so that a message that names only a payment finds its shard:
 * fund "k3m9q2fw", donation "d" + fund + 12, payment "p" + fund + 12, disbursement "b" + fund + 12.
 * All are `[0-9a-z]`, which Alipay's out_trade_no and URLs take as they are.
 */
const ALPHABET = "0123456789abcdefghijkmnpqrstuvwxyz";
const FUND_ID_LENGTH = 8;
const TAIL_LENGTH = 12;

function randomText(length: number): string {
  let text = "";
  for (let i = 0; i < length; i += 1) text += ALPHABET[randomInt(ALPHABET.length)];
  return text;
}

export type FundScopedPrefix = "d" | "p" | "b" | "e" | "n" | "r" | "x" | "m" | "a" | "s";

export const newFundId = (): string => randomText(FUND_ID_LENGTH);
export const newOrganizationId = (): string => `o${randomText(FUND_ID_LENGTH)}`;
export const newCredentialId = (): string => `c${randomText(TAIL_LENGTH)}`;
/** d donation, p payment, b disbursement, e evidence, n beneficiary batch, r refund, x dispute, m monthly plan, a agreement, s statement. */
export const newFundScopedId = (prefix: FundScopedPrefix, fundId: string): string =>
  `${prefix}${fundId}${randomText(TAIL_LENGTH)}`;
/** An unguessable secret for links and tokens: 26 characters, about 130 bits. */
export const newSecret = (): string => randomText(26);
/** Short and unambiguous, for a person to copy onto a transfer slip. */
export const newReference = (): string => `MS${randomText(8).toUpperCase()}`;

/** The fund inside a donation, payment, disbursement, evidence or batch id; null if it has another shape. */
export function fundIdOf(id: string, prefix?: FundScopedPrefix): string | null {
  if (!/^[dpbenrxmas][0-9a-z]{20}$/.test(id)) return null;
  if (prefix && id[0] !== prefix) return null;
  return id.slice(1, 1 + FUND_ID_LENGTH);
}

/**
 * The id that one caller's one intention always gets: the same scope and key give the same id, so a form
 * sent twice, or an API call repeated after a crash, makes one row. `secret` keeps it unguessable.
 */
export function derivedFundScopedId(
  prefix: FundScopedPrefix,
  fundId: string,
  secret: string,
  ...name: readonly string[]
): string {
  return `${prefix}${fundId}${derivedText(TAIL_LENGTH, secret, prefix, fundId, ...name)}`;
}

/** Text of our alphabet that follows from a secret and a name; about 5 bits a character. */
export function derivedText(length: number, secret: string, ...name: readonly string[]): string {
  const digest = createHmac("sha256", secret).update(name.join("\u001f")).digest();
  let text = "";
  for (let i = 0; i < length; i += 1) text += ALPHABET[(digest[i] ?? 0) % ALPHABET.length];
  return text;
}
