import { z } from "zod";
import { asReader, FileRefused } from "./refusal.ts";
import type { StatementReader } from "./statement.ts";
import { readStripeBooks, type StripePayoutBooks, type StripeTransaction } from "./stripe-books.ts";
import { pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip } from "./zip-entries.ts";

/**
 * The stored form of Stripe's books of one day: one JSON object per line, first a head, then balance
 * transactions, then payouts, last an end with the counts, so that a cut file is seen.
 */
export const booksHeadSchema = z.object({
  object: z.literal("stripe_books"),
  account: z.string().min(1),
  livemode: z.boolean(),
  period_start: z.number().int(),
  period_end: z.number().int(),
});
export type BooksHead = z.infer<typeof booksHeadSchema>;

const sourceSchema = z.object({
  id: z.string(),
  object: z.string(),
  payment_intent: z.string().nullish(),
  metadata: z.record(z.string(), z.string()).nullish(),
});

const transactionSchema = z.object({
  object: z.literal("balance_transaction"),
  id: z.string().min(1),
  amount: z.number(),
  fee: z.number(),
  net: z.number(),
  currency: z.string().regex(/^[a-z]{3}$/),
  created: z.number().int(),
  type: z.string(),
  reporting_category: z.string(),
  source: z.union([z.string(), sourceSchema]).nullable(),
});

const payoutSchema = z.object({
  object: z.literal("payout"),
  id: z.string().min(1),
  amount: z.number(),
  currency: z.string().regex(/^[a-z]{3}$/),
  status: z.string(),
  arrival_date: z.number().int(),
  members: z.array(z.object({ id: z.string(), net: z.number() })).nullable(),
});

const endSchema = z.object({
  object: z.literal("stripe_books_end"),
  balance_transactions: z.number().int(),
  payouts: z.number().int(),
});

const recordSchema = z.discriminatedUnion("object", [transactionSchema, payoutSchema, endSchema]);
type BooksRecord = z.infer<typeof recordSchema>;

/** Reads the stored form; see `stripeBooksFile` for the writer. */
export const readStripeBooksFile: StatementReader = asReader(function* (bytes) {
  if (isZip(bytes)) throw new FileRefused(null, "wrong-source", "a zip file, not Stripe's books");
  const lines = textLines(pieces(bytes));
  const first = lines.next();
  const head = first.done === true ? null : booksHeadSchema.safeParse(parseJson(first.value, "wrong-source"));
  if (head?.success !== true) throw new FileRefused(1, "wrong-source", "not Stripe's books");
  const file = new RecordsOfFile(lines);
  return yield* readStripeBooks({
    account: head.data.account,
    periodStart: new Date(head.data.period_start * 1000),
    periodEnd: new Date(head.data.period_end * 1000),
    transactions: file.transactions(),
    payouts: file.payouts(),
  });
});

/** Hands out the transactions, then the payouts, of one pass over the file. */
class RecordsOfFile {
  private pending: { record: BooksRecord; lineNo: number } | null = null;
  private lineNo = 1;
  private transactionCount = 0;

  constructor(private readonly lines: Iterator<TextLine>) {}

  *transactions(): Generator<{ transaction: StripeTransaction; lineNo: number }, void, undefined> {
    for (let next = this.next(); next.record.object === "balance_transaction"; next = this.next()) {
      this.transactionCount += 1;
      yield { transaction: next.record as StripeTransaction, lineNo: next.lineNo };
    }
  }

  *payouts(): Generator<{ books: StripePayoutBooks; lineNo: number }, void, undefined> {
    let payoutCount = 0;
    let next = this.pending ?? this.next();
    while (next.record.object === "payout") {
      payoutCount += 1;
      yield { books: { payout: next.record, members: next.record.members }, lineNo: next.lineNo };
      next = this.next();
    }
    const { record, lineNo } = next;
    if (record.object !== "stripe_books_end") throw new FileRefused(lineNo, "bad-row", "a row out of order");
    if (record.balance_transactions !== this.transactionCount || record.payouts !== payoutCount) {
      throw new FileRefused(lineNo, "footer-mismatch", "the counts at the end are not those of the rows");
    }
  }

  private next(): { record: BooksRecord; lineNo: number } {
    const line = this.lines.next();
    if (line.done === true) throw new FileRefused(this.lineNo, "truncated", "the end mark is missing");
    this.lineNo = line.value.lineNo;
    const parsed = recordSchema.safeParse(parseJson(line.value, "bad-row"));
    if (!parsed.success) {
      const issue = parsed.error.issues[0];
      throw new FileRefused(this.lineNo, "bad-row", `${issue?.path.join(".")}: ${issue?.message}`);
    }
    this.pending = { record: parsed.data, lineNo: this.lineNo };
    return this.pending;
  }
}

function parseJson(line: TextLine, reason: "wrong-source" | "bad-row"): unknown {
  try {
    return JSON.parse(line.text);
  } catch {
    throw new FileRefused(line.lineNo, reason, "not JSON");
  }
}

/** Writes the stored form; only what is read back is kept, so no payer's data enters the file. */
export function stripeBooksFile(
  head: Omit<BooksHead, "object">,
  transactions: readonly StripeTransaction[],
  payouts: readonly StripePayoutBooks[],
): Uint8Array {
  const lines: unknown[] = [{ object: "stripe_books", ...head }];
  for (const transaction of transactions) lines.push(keptTransaction(transaction));
  for (const { payout, members } of payouts) {
    const { id, amount, currency, status, arrival_date } = payout;
    lines.push({ object: "payout", id, amount, currency, status, arrival_date, members });
  }
  const counts = { balance_transactions: transactions.length, payouts: payouts.length };
  lines.push({ object: "stripe_books_end", ...counts });
  return new TextEncoder().encode(`${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
}

function keptTransaction(transaction: StripeTransaction): Record<string, unknown> {
  const { id, amount, fee, net, currency, created, type, reporting_category } = transaction;
  const object = "balance_transaction";
  return {
    object,
    id,
    amount,
    fee,
    net,
    currency,
    created,
    type,
    reporting_category,
    source: keptSource(transaction),
  };
}

function keptSource({ source }: StripeTransaction): string | StripeKeptSource | null {
  if (source === null || typeof source === "string") return source;
  const { payment_id, refund_id } = source.metadata ?? {};
  return {
    id: source.id,
    object: source.object,
    payment_intent:
      typeof source.payment_intent === "object" ? (source.payment_intent?.id ?? null) : source.payment_intent,
    metadata: {
      ...(payment_id === undefined ? {} : { payment_id }),
      ...(refund_id === undefined ? {} : { refund_id }),
    },
  };
}

interface StripeKeptSource {
  id: string;
  object: string;
  payment_intent: string | null | undefined;
  metadata: Record<string, string>;
}
