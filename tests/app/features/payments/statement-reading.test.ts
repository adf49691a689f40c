import { describe, expect, test } from "vitest";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { withReading } from "#app/features/payments/statement-reading.server.ts";
import { db } from "#app/lib/db.server.ts";
import { type BankLine, bankText, makeCharity, NEXT_MORNING } from "../reconciliation/statement-files.ts";
import { gb18030 } from "./statements/statement-fixtures.ts";

const manyLines = (count: number): BankLine[] =>
  Array.from({ length: count }, (_, index) => ({ id: `1-${index}`, amountFen: BigInt(1 + (index % 700)) }));

/** How often the event loop comes round while `work` runs. */
async function turnsDuring<Result>(work: Promise<Result>): Promise<{ result: Result; turns: number }> {
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const result = await work.finally(() => {
    isOver = true;
  });
  return { result, turns };
}

const upload = (organizationId: string, bytes: Uint8Array) =>
  ({
    organizationId,
    source: "bank-ccb",
    account: null,
    fileName: "large.csv",
    bytes,
    origin: "upload",
    userId: null,
    now: NEXT_MORNING,
  }) as const;

describe("a large statement", () => {
  test("is read in another thread, and lands whole", async () => {
    const charity = await makeCharity();
    const rows = 12_000;
    const bytes = gb18030(bankText(charity, manyLines(rows)));
    expect(bytes.length).toBeGreaterThan(256 * 1024);
    const progress: number[] = [];
    const { result, turns } = await turnsDuring(
      importStatement({
        ...upload(charity.organizationId, bytes),
        onProgress: (done) => progress.push(done),
      }),
    );
    expect(result).toMatchObject({ ok: true, rowCount: rows, newRowCount: rows, duplicateCount: 0 });
    expect(progress).toEqual([5_000, 10_000, 12_000]);
    // Read here, there would be a handful of turns, one for each question to the database.
    expect(turns).toBeGreaterThan(200);
    expect(await db.rows("select count(*) as n, sum(amount_fen)::int8 as fen from statement_row")).toEqual([
      { n: BigInt(rows), fen: manyLines(rows).reduce((sum, line) => sum + line.amountFen, 0n) },
    ]);
    const again = await importStatement(upload(charity.organizationId, new Uint8Array([...bytes, 13, 10])));
    expect(again).toMatchObject({ ok: true, newRowCount: 0, duplicateCount: rows });
  });

  test("that is bad at its end is refused whole, with its line", async () => {
    const charity = await makeCharity();
    const text = bankText(charity, manyLines(12_000));
    const at = text.lastIndexOf(",人民币元,");
    const bytes = gb18030(`${text.slice(0, at - 1)}x${text.slice(at)}`);
    expect(await importStatement(upload(charity.organizationId, bytes))).toMatchObject({
      ok: false,
      reason: "bad-file",
      errors: [{ line: 12_004, reason: "bad-amount" }],
    });
    expect(await db.rows("select 1 from statement_row limit 1")).toEqual([]);
  });

  test("small files stay here; more than two large ones take turns", async () => {
    const charity = await makeCharity();
    const large = gb18030(bankText(charity, manyLines(5_000)));
    let atOnce = 0;
    let most = 0;
    const read = (bytes: Uint8Array) =>
      withReading("bank-ccb", bytes, {}, async (reading) => {
        atOnce += 1;
        most = Math.max(most, atOnce);
        let count = 0;
        if (reading.ok) for await (const batch of reading.batches) count += batch.count;
        atOnce -= 1;
        return count;
      });
    expect(await Promise.all([1, 2, 3, 4].map(() => read(large)))).toEqual([5_000, 5_000, 5_000, 5_000]);
    expect(most).toBeLessThanOrEqual(2);
    expect(await read(gb18030(bankText(charity, manyLines(3))))).toBe(3);
  });
});
