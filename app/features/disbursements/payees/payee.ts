/** To whom a line of a disbursement is paid. Sealed where it is kept; never public, never logged. */
export interface PayeeAccount {
  name: string;
  /** Digits of a bank account, or the e-mail address or mobile number of an Alipay account. */
  account: string;
  /** The bank in words; empty for Alipay. */
  bank: string;
}

export const PAYEE_CHANNELS = ["bank", "alipay"] as const;
export type PayeeChannel = (typeof PAYEE_CHANNELS)[number];

/** What a line stands for elsewhere: opaque here. Public pages see counts alone. */
export interface PayeeSubject {
  kind: "aid-case";
  id: string;
}

export interface PayeeInput extends PayeeAccount {
  channel: PayeeChannel;
  amountFen: bigint;
  subject?: PayeeSubject;
  /** The line that failed and is tried again by this one. */
  retryOf?: string;
}

/** As many lines as one file of a bank takes with ease. */
export const MAX_PAYEES = 2_000;
const MAX_NAME = 100;
/** alipay.fund.trans.uni.transfer takes no less than ¥0.10. */
export const MIN_ALIPAY_FEN = 10n;

export type PayeeRefusal =
  | "payee-name"
  | "payee-bank-account"
  | "payee-bank"
  | "payee-alipay-account"
  | "payee-amount";

/** Without spaces, full-width forms made plain. */
export const plainAccount = (text: string): string => text.normalize("NFKC").replace(/[\s-]/g, "");

/** Why a line cannot be paid as it stands; null if it can. */
export function payeeRefusal(payee: PayeeInput): PayeeRefusal | null {
  const nameLength = [...payee.name.trim()].length;
  if (nameLength < 1 || nameLength > MAX_NAME || /[\p{Cc}]/u.test(payee.name)) return "payee-name";
  if (payee.amountFen < (payee.channel === "alipay" ? MIN_ALIPAY_FEN : 1n)) return "payee-amount";
  const account = payee.account.normalize("NFKC").trim();
  if (payee.channel === "alipay")
    return /^(1\d{10}|[^\s@]{1,64}@[^\s@]{1,64}\.[^\s@]{1,32})$/.test(account)
      ? null
      : "payee-alipay-account";
  if (!/^\d{8,32}$/.test(plainAccount(account))) return "payee-bank-account";
  return [...payee.bank.trim()].length >= 2 && payee.bank.length <= MAX_NAME ? null : "payee-bank";
}

/** The account in the one form in which accounts are compared. */
export function comparableAccount(payee: { channel: PayeeChannel; account: string }): string {
  return payee.channel === "alipay"
    ? `alipay ${payee.account.normalize("NFKC").trim().toLowerCase()}`
    : `bank ${plainAccount(payee.account)}`;
}

/** What of an account a page shows: enough to tell two apart. */
export function accountEnd(payee: { channel: PayeeChannel; account: string }): string {
  const account = payee.account.normalize("NFKC").trim();
  if (payee.channel === "bank") return plainAccount(account).slice(-4);
  const [local = "", host] = account.split("@");
  return host === undefined ? local.slice(-4) : `${local.slice(0, 1)}…@${host}`;
}

/** A line's id: the disbursement's with its number, which is also Alipay's out_biz_no. */
export const payeeId = (disbursementId: string, number: number): string =>
  `${disbursementId}_${String(number).padStart(4, "0")}`;

/** The disbursement of a line's id; null if it has another shape. */
export const disbursementOfPayee = (id: string): string | null =>
  /^(b[0-9a-z]{20})_\d{4}$/.exec(id)?.[1] ?? null;

export interface PayeeSteps {
  stoppedAt: Date | null;
  sentAt: Date | null;
  paidAt: Date | null;
  failedAt: Date | null;
  returnedAt: Date | null;
}

export const PAYEE_STATES = ["waiting", "sent", "paid", "failed", "returned", "stopped"] as const;
export type PayeeState = (typeof PAYEE_STATES)[number];

/** Where a line stands. */
export function payeeState(steps: PayeeSteps): PayeeState {
  if (steps.stoppedAt) return "stopped";
  if (steps.returnedAt) return "returned";
  if (steps.failedAt) return "failed";
  if (steps.paidAt) return "paid";
  return steps.sentAt ? "sent" : "waiting";
}

export const STOP_REASONS = ["died", "moved", "not-eligible", "wrong-person", "consent", "misc"] as const;
export type StopReason = (typeof STOP_REASONS)[number];
export const isStopReason = (text: string): text is StopReason =>
  (STOP_REASONS as readonly string[]).includes(text);
