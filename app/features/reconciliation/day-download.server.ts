import { CSV_BOM, csvRecord } from "#app/lib/csv.ts";
import { pool } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDateTime } from "#app/lib/time.ts";
import { bookOfAccountSql, STATEMENT_ROWS } from "./statement-days.server.ts";

/** Rows fetched at a time: memory stays the same, however long the day is. */
const BATCH_ROWS = 2_000;
/** A reader that stops reading lets go of its connection. */
const IDLE_LIMIT = "30s";

const HEAD = [
  "type",
  "book",
  "source",
  "day",
  "time",
  "key",
  "kind",
  "amount_yuan",
  "matched_to",
  "accounting_day",
];

interface Line {
  type: "statement" | "entry";
  book: string;
  source: string;
  day: string;
  at: Date;
  key: string;
  kind: string;
  fen: bigint;
  subject: string | null;
  accountingDay: string;
}

/**
 * Every line that the figures of a day sum up, as CSV for spreadsheets (UTF-8 with BOM, RFC 4180): the lines of
 * the statements after fees, the entries of the same accounts, and at the end how many there were and what they
 * sum to, which is what the page shows. Streamed; all of it is seen at one moment. No names and no notes.
 */
export function dayDownload(
  organizationId: string,
  span: { day: string; before: string | null },
): ReadableStream<Uint8Array> {
  const lines = csvLines(organizationId, span);
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await lines.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await lines.return(undefined);
    },
  });
}

async function* csvLines(
  organizationId: string,
  span: { day: string; before: string | null },
): AsyncGenerator<string, void> {
  yield CSV_BOM + csvRecord(HEAD);
  const sums = new Map<string, { count: number; fen: bigint }>();
  for await (const batch of batches(organizationId, span)) {
    let text = "";
    for (const line of batch) {
      const name = `${line.type} ${line.book}`;
      const sum = sums.get(name) ?? { count: 0, fen: 0n };
      sums.set(name, { count: sum.count + 1, fen: sum.fen + line.fen });
      text += csvRecord([
        line.type,
        tail(line.book),
        line.source,
        line.day,
        shanghaiDateTime(line.at),
        line.key,
        line.kind,
        fenToYuan(line.fen),
        line.subject ?? "",
        line.accountingDay,
      ]);
    }
    yield text;
  }
  for (const [name, { count, fen }] of [...sums].sort()) {
    const [type = "", book = ""] = name.split(" ");
    yield csvRecord([
      `sum of ${type}`,
      tail(book),
      "",
      span.day,
      "",
      `${count}`,
      "rows",
      fenToYuan(fen),
      "",
      "",
    ]);
  }
}

/** Whole account numbers stay inside. */
const tail = (book: string): string => (book === "bank" ? book : `…${book.slice(-4)}`);

/** The rows one batch at a time, all of one moment. A reader that stops early closes the connection. */
async function* batches(
  organizationId: string,
  { day, before }: { day: string; before: string | null },
): AsyncGenerator<Line[], void> {
  const client = await pool.connect();
  let isDone = false;
  try {
    await client.query("begin isolation level repeatable read read only");
    await client.query(`set local idle_in_transaction_session_timeout = '${IDLE_LIMIT}'`);
    await client.query(`declare lines no scroll cursor for ${LINES}`, [organizationId, day, before]);
    for (;;) {
      const { rows } = await client.query<Line>(`fetch ${BATCH_ROWS} from lines`);
      if (rows.length === 0) break;
      yield rows;
    }
    await client.query("commit");
    isDone = true;
  } finally {
    client.release(!isDone);
  }
}

const LINES = `
  with ${STATEMENT_ROWS}, own as materialized (
    select a.id, ${bookOfAccountSql} as book from account a left join payment_credential c on c.id = a.credential_id
    where a.organization_id = $1 and a.kind in ('bank', 'clearing') and a.currency = 'CNY'
  )
  select 'statement' as type, r.book, r.source, r.own_day as day, s.occurred_at as at, r.row_key as key, s.kind,
         r.fen, m.subject_kind || ' ' || m.subject_id as subject, r.day as "accountingDay"
  from row r
  join statement_row s on s.organization_id = $1 and s.source = r.source and s.account = r.account and s.row_key = r.row_key
  left join reconciliation_match m on m.organization_id = $1 and m.source = r.source and m.account = r.account
    and m.row_key = r.row_key
  union all
  select 'entry', o.book, 'ledger', (t.occurred_at at time zone 'Asia/Shanghai')::date, t.occurred_at, t.id::text,
         t.kind, l.fen, t.subject_id, t.accounting_day
  from transfer t
  cross join lateral (values (t.debit_account_id, t.amount_fen), (t.credit_account_id, -t.amount_fen)) l(id, fen)
  join own o on o.id = l.id
  where t.accounting_day <= $2::date and ($3::date is null or t.accounting_day > $3::date)
  order by 2, 1 desc, 5, 6`;
