import type { Sql } from "#app/lib/db.server.ts";
import type { StatementSource } from "./statements/statement.ts";
import { ROW_COLUMNS, type RowBatch } from "./statements/statement-batch.ts";

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
 * holds the account's lock, so the two cannot race. While one batch is inserted the next one is read.
 */
export async function insertRows(
  tx: Sql,
  owner: RowOwner,
  given: {
    batches: AsyncIterable<RowBatch>;
    mostChanged: number;
    onProgress?: ((rowsDone: number) => void) | undefined;
  },
): Promise<{ newRowCount: number; changed: ChangedRow[] }> {
  let newRowCount = 0;
  let rowsDone = 0;
  const changed: ChangedRow[] = [];
  for await (const batch of given.batches) {
    const inserted = await insertBatch(tx, owner, batch);
    newRowCount += inserted;
    if (inserted < batch.count && changed.length < given.mostChanged) {
      changed.push(...(await changedRows(tx, owner, batch, given.mostChanged - changed.length)));
    }
    rowsDone += batch.count;
    given.onProgress?.(rowsDone);
  }
  return { newRowCount, changed };
}

const NAMES = ROW_COLUMNS.map((column) => column.name).join(", ");

async function insertBatch(tx: Sql, owner: RowOwner, batch: RowBatch): Promise<number> {
  const arrays = ROW_COLUMNS.map((column, index) => `$${index + 5}::${column.type}[]`).join(", ");
  return tx.run(
    `insert into statement_row (organization_id, source, account, statement_id, ${NAMES})
     select $1, $2, $3, $4, ${NAMES} from unnest(${arrays}) as given(${NAMES})
     on conflict (organization_id, source, account, row_key) do nothing`,
    [owner.organizationId, owner.source, owner.account, owner.statementId, ...batch.arrays],
  );
}

/** What the money of a row is; a name or a note that is printed differently is no contradiction. */
const MONEY = ["kind", "occurred_at", "amount_fen", "fee_fen", "currency"] as const;
const COMPARED = ROW_COLUMNS.flatMap((column, index) =>
  ["row_key", "line_no", "day", ...MONEY].some((wanted) => wanted === column.name) ? [{ column, index }] : [],
);

async function changedRows(tx: Sql, owner: RowOwner, batch: RowBatch, most: number): Promise<ChangedRow[]> {
  const arrays = COMPARED.map(({ column }, index) => `$${index + 4}::${column.type}[]`).join(", ");
  const found = await tx.rows<Omit<ChangedRow, "reason" | "detail">>(
    `select g.row_key as "rowKey", g.line_no as line, r.amount_fen::text as "storedFen",
            g.amount_fen::text as "givenFen", r.day::text as day, r.currency
     from unnest(${arrays}) as g(${COMPARED.map(({ column }) => column.name).join(", ")})
     join statement_row r on r.organization_id = $1 and r.source = $2 and r.account = $3 and r.row_key = g.row_key
     where (${MONEY.map((name) => `r.${name}`).join(", ")})
           is distinct from (${MONEY.map((name) => `g.${name}`).join(", ")})
     order by g.line_no limit ${most}`,
    [
      owner.organizationId,
      owner.source,
      owner.account,
      ...COMPARED.map(({ index }) => batch.arrays[index] ?? "{}"),
    ],
  );
  return found.map((row) => ({
    ...row,
    reason: "row-changed",
    detail: `was ${row.storedFen} fen, now ${row.givenFen} fen`,
  }));
}
