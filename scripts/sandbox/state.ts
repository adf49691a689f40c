import { generateKeyPair } from "node:crypto";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Agreement, AlipayTransfer, BillRow, LedgerRow, Trade } from "./alipay/records.ts";
import type { BankRow } from "./bank.ts";
import type { Delivery } from "./delivery.ts";
import type { Fault } from "./faults.ts";
import { Journal } from "./journal.ts";
import type { Merchant } from "./merchants.ts";
import type { Mail } from "./smtp.ts";
import type * as stripe from "./stripe/records.ts";
import { Table } from "./table.ts";

export type KeyPair = { privateKey: string; publicKey: string };
export type IdempotencyRecord = { hash: string; status: number; body: string; requestId: string; at: string };
/** One call of a provider's interface, for GET /control/requests. */
export type RequestLine = {
  n: number;
  at: string;
  provider: "alipay" | "stripe";
  operation: string;
  account: string | null;
  status: number;
  paymentId?: string;
  idempotencyKey?: string;
  fault?: string;
};

/** RSA 2048 in PEM; PKCS#1 is what alipay-sdk expects of a private key unless told otherwise. */
export async function makeKeyPair(): Promise<KeyPair> {
  return promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
}

function makeTables() {
  return {
    settings: new Table<unknown>("settings"),
    merchants: new Table<Merchant>("merchants"),
    trades: new Table<Trade>("trades", (row) => row.appId),
    billRows: new Table<BillRow>("billRows", (row) => `${row.appId}:${row.day}`),
    ledgerRows: new Table<LedgerRow>("ledgerRows", (row) => `${row.appId}:${row.day}`),
    transfers: new Table<AlipayTransfer>("transfers", (row) => row.appId),
    agreements: new Table<Agreement>("agreements", (row) => row.appId),
    billDays: new Table<{ appId: string; day: string; settledAt: string }>("billDays"),
    checkouts: new Table<stripe.Checkout>("checkouts", (row) => row.account),
    intents: new Table<stripe.Intent>("intents", (row) => row.account),
    charges: new Table<stripe.ChargeRecord>("charges", (row) => row.account),
    refunds: new Table<stripe.RefundRecord>("refunds", (row) => row.account),
    balance: new Table<stripe.BalanceRecord>("balance", (row) => row.account),
    payouts: new Table<stripe.PayoutRecord>("payouts", (row) => row.account),
    disputes: new Table<stripe.DisputeRecord>("disputes", (row) => row.account),
    subscriptions: new Table<stripe.SubscriptionRecord>("subscriptions", (row) => row.account),
    invoices: new Table<stripe.InvoiceRecord>("invoices", (row) => row.account),
    events: new Table<stripe.EventRecord>("events", (row) => row.account),
    idempotency: new Table<IdempotencyRecord>("idempotency"),
    deliveries: new Table<Delivery>("deliveries"),
    faults: new Table<Fault>("faults"),
    bank: new Table<BankRow>("bank", (row) => row.merchant),
    mails: new Table<Mail>("mails"),
  };
}

export type Tables = ReturnType<typeof makeTables>;

export type StateOptions = {
  dataDir: string;
  siteUrl?: string;
  /** Multiplies the waiting times of repeated deliveries; 1 is what the providers do. */
  retryScale?: number;
  now?: () => Date;
};

/** Everything the sandbox knows. `url` is set once the port is known. */
export class SandboxState {
  url = "http://127.0.0.1:0";
  smtpUrl = "";
  readonly requests: RequestLine[] = [];
  readonly inProgress = new Set<string>();
  readonly timers = new Set<NodeJS.Timeout>();
  /** Cuts deliveries short when the sandbox stops. */
  readonly stopping = new AbortController();
  private readonly running = new Set<Promise<unknown>>();
  private requestCount = 0;

  constructor(
    readonly tables: Tables,
    readonly journal: Journal,
    readonly directory: string,
    readonly siteUrl: string,
    readonly retryScale: number,
    readonly now: () => Date,
    readonly gatewayKeys: KeyPair,
  ) {}

  setting<T>(name: string): T | undefined {
    return this.tables.settings.get(name) as T | undefined;
  }

  keepSetting(name: string, value: unknown): void {
    this.tables.settings.put(name, value);
  }

  /** A number that grows by one each time, also across restarts. */
  next(name: string): number {
    const value = (this.setting<number>(`counter:${name}`) ?? 0) + 1;
    this.keepSetting(`counter:${name}`, value);
    return value;
  }

  record(line: Omit<RequestLine, "n" | "at">): void {
    this.requestCount += 1;
    this.requests.push({ n: this.requestCount, at: this.now().toISOString(), ...line });
    if (this.requests.length > 5000) this.requests.splice(0, 1000);
  }

  async flushed(): Promise<void> {
    await this.journal.flushed();
  }

  /** Work that nobody waits for, but that must end before the journal is closed. */
  background(work: Promise<unknown>): void {
    const watched = work.catch((error: unknown) => {
      process.stderr.write(`sandbox: ${error instanceof Error ? error.stack : String(error)}\n`);
    });
    this.running.add(watched);
    void watched.then(() => this.running.delete(watched));
  }

  /** Resolves when nothing runs in the background. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }

  async close(): Promise<void> {
    this.stopping.abort();
    await this.idle();
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    await this.journal.close();
  }
}

const IDEMPOTENCY_LIFE_MS = 24 * 3_600_000;

/** Stripe keeps a request's result for a day. */
function forgetOldKeys(table: Table<IdempotencyRecord>): void {
  const before = new Date(Date.now() - IDEMPOTENCY_LIFE_MS).toISOString();
  for (const { id, v } of table.entries()) {
    if (v.at < before) table.restore(id, undefined);
  }
}

/** Reads the state of an earlier run from `dataDir`/sandbox, or begins a new one with new keys. */
export async function openState(options: StateOptions): Promise<SandboxState> {
  const tables = makeTables();
  const byName = new Map<string, Table<unknown>>();
  for (const table of Object.values(tables)) byName.set(table.name, table as unknown as Table<unknown>);
  const directory = join(options.dataDir, "sandbox");
  const journal = await Journal.open(
    join(directory, "journal.jsonl"),
    (entry) => byName.get(entry.t)?.restore(entry.id, entry.v),
    function* () {
      forgetOldKeys(tables.idempotency);
      for (const table of byName.values()) yield* table.entries();
    },
  );
  for (const table of byName.values()) table.attach(journal);
  const kept = tables.settings.get("gatewayKeys") as KeyPair | undefined;
  const keys = kept ?? (await makeKeyPair());
  if (!kept) tables.settings.put("gatewayKeys", keys);
  await journal.flushed();
  const now = options.now ?? (() => new Date());
  return new SandboxState(
    tables,
    journal,
    directory,
    options.siteUrl ?? "",
    options.retryScale ?? 1,
    now,
    keys,
  );
}
