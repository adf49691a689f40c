import type { Sql } from "#app/lib/db.server.ts";
import type { StatementRow, StatementSource } from "./statements/statement.ts";

/** A row that came again under the same key with another content. Kept beside the file it came in. */
export interface ChangedRow {
  reason: "row-changed";
  line: number;
  rowKey: string;
  /** What the first row says, and what this one says; fen as decimal text, because JSON has no integers. */
  storedFen: string;
  givenFen: string;
  day: string;
  currency: string;
  detail: string;
}

interface RowOwner {
  organizationId: string;
  source: StatementSource;
  account: string;
  statementId: string;
}

/**
 * Inserts the rows that are new, batch by batch, and finds those that contradict a stored one. The caller
 * holds the account's lock, so the two cannot race.
 */
export async function insertRows(
  tx: Sql,
  owner: RowOwner,
  given: { rows: Iterable<StatementRow>; batchRows: number; mostChanged: number },
): Promise<{ newRowCount: number; changed: ChangedRow[] }> {
  let newRowCount = 0;
  const changed: ChangedRow[] = [];
  let batch: StatementRow[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    const inserted = await insertBatch(tx, owner, batch);
    newRowCount += inserted;
    if (inserted < batch.length && changed.length < given.mostChanged) {
      changed.push(...(await changedRows(tx, owner, batch, given.mostChanged - changed.length)));
    }
    batch = [];
  };
  for (const row of given.rows) {
    batch.push(row);
    if (batch.length >= given.batchRows) await flush();
  }
  await flush();
  return { newRowCount, changed };
}

/**
 * The object that matching looks for: for payments and fees the payment (trade_no, PaymentIntent), for
 * refunds, disputes and payouts their own id.
 */
function objectIdOf(row: StatementRow): string | null {
  const isAboutPayment = row.kind === "payment" || row.kind === "fee";
  return isAboutPayment
    ? (row.paymentObjectId ?? row.providerObjectId)
    : (row.providerObjectId ?? row.paymentObjectId);
}

const COLUMNS: readonly { name: string; type: string; pick(row: StatementRow): unknown }[] = [
  { name: "row_key", type: "text", pick: (row) => row.rowKey },
  { name: "line_no", type: "int", pick: (row) => row.lineNo },
  { name: "kind", type: "text", pick: (row) => row.kind },
  { name: "occurred_at", type: "timestamptz", pick: (row) => row.occurredAt.toISOString() },
  { name: "day", type: "date", pick: (row) => row.day },
  { name: "amount_fen", type: "bigint", pick: (row) => row.amountFen },
  { name: "fee_fen", type: "bigint", pick: (row) => row.feeFen },
  { name: "currency", type: "text", pick: (row) => row.currency },
  { name: "provider_object_id", type: "text", pick: objectIdOf },
  { name: "merchant_reference", type: "text", pick: (row) => row.merchantReference },
  { name: "refund_reference", type: "text", pick: (row) => row.refundReference },
  { name: "payout_id", type: "text", pick: (row) => row.payoutId },
  { name: "provider_kind", type: "text", pick: (row) => row.providerKind },
  { name: "balance_after_fen", type: "bigint", pick: (row) => row.balanceAfterFen },
  { name: "counterparty", type: "text", pick: (row) => row.counterparty },
  { name: "purpose", type: "text", pick: (row) => row.purpose },
  { name: "summary", type: "text", pick: (row) => row.summary },
];
const NAMES = COLUMNS.map((column) => column.name).join(", ");

async function insertBatch(tx: Sql, owner: RowOwner, rows: readonly StatementRow[]): Promise<number> {
  const arrays = COLUMNS.map((column, index) => `$${index + 5}::${column.type}[]`).join(", ");
  return tx.run(
    `insert into statement_row (organization_id, source, account, statement_id, ${NAMES})
     select $1, $2, $3, $4, ${NAMES} from unnest(${arrays}) as given(${NAMES})
     on conflict (organization_id, source, account, row_key) do nothing`,
    [
      owner.organizationId,
      owner.source,
      owner.account,
      owner.statementId,
      ...COLUMNS.map((column) => arrayLiteral(rows, column.pick)),
    ],
  );
}

/** What the money of a row is; a name or a note that is printed differently is no contradiction. */
const MONEY = ["kind", "occurred_at", "amount_fen", "fee_fen", "currency"] as const;

async function changedRows(
  tx: Sql,
  owner: RowOwner,
  rows: readonly StatementRow[],
  most: number,
): Promise<ChangedRow[]> {
  const columns = COLUMNS.filter(({ name }) =>
    ["row_key", "line_no", "day", ...MONEY].some((wanted) => wanted === name),
  );
  const names = columns.map((column) => column.name);
  const found = await tx.rows<Omit<ChangedRow, "reason" | "detail">>(
    `select g.row_key as "rowKey", g.line_no as line, r.amount_fen::text as "storedFen",
            g.amount_fen::text as "givenFen", r.day::text as day, r.currency
     from unnest(${columns.map((column, index) => `$${index + 4}::${column.type}[]`).join(", ")})
          as g(${names.join(", ")})
     join statement_row r on r.organization_id = $1 and r.source = $2 and r.account = $3 and r.row_key = g.row_key
     where (${MONEY.map((name) => `r.${name}`).join(", ")})
           is distinct from (${MONEY.map((name) => `g.${name}`).join(", ")})
     order by g.line_no limit ${most}`,
    [
      owner.organizationId,
      owner.source,
      owner.account,
      ...columns.map((column) => arrayLiteral(rows, column.pick)),
    ],
  );
  return found.map((row) => ({
    ...row,
    reason: "row-changed",
    detail: `was ${row.storedFen} fen, now ${row.givenFen} fen`,
  }));
}

/** A PostgreSQL array as text. The driver's own conversion is general and several times slower. */
function arrayLiteral(rows: readonly StatementRow[], pick: (row: StatementRow) => unknown): string {
  let text = "";
  for (const row of rows) {
    const value = pick(row);
    if (text !== "") text += ",";
    if (value === null) text += "NULL";
    else if (typeof value === "string") text += quoted(value);
    else text += String(value);
  }
  return `{${text}}`;
}

function quoted(value: string): string {
  return /^[A-Za-z0-9_:.+-]+$/.test(value) && value.toUpperCase() !== "NULL"
    ? value
    : `"${value.replaceAll("\u0000", "").replace(/["\\]/g, "\\$&")}"`;
}
