import { describe, expect, test } from "vitest";
import { importStatement, type StatementUpload } from "#app/features/payments/import-statement.server.ts";
import { db } from "#app/lib/db.server.ts";
import {
  bankText,
  type Charity,
  giftLines,
  ledgerFile,
  ledgerText,
  makeCharity,
  makeUnheardGift,
  NEXT_MORNING,
} from "../reconciliation/statement-files.ts";
import { gb18030 } from "./statements/statement-fixtures.ts";

const upload = (
  charity: Charity,
  bytes: Uint8Array,
  over: Partial<StatementUpload> = {},
): StatementUpload => ({
  organizationId: charity.organizationId,
  source: "alipay-signcustomer",
  account: null,
  fileName: "bill.csv",
  bytes,
  origin: "upload",
  userId: null,
  now: NEXT_MORNING,
  ...over,
});

const stored = async () => {
  const [counts] = await db.rows<{ statements: bigint; rows: bigint; jobs: bigint }>(
    `select (select count(*) from statement) as statements, (select count(*) from statement_row) as rows,
            (select count(*) from outbox where job = 'reconcile-organization') as jobs`,
  );
  return counts;
};

describe("importStatement", () => {
  test("takes the rows over and asks for reconciliation", async () => {
    const charity = await makeCharity();
    const lines = giftLines(await makeUnheardGift(charity, 10_000n));
    const outcome = await importStatement(upload(charity, ledgerFile(charity, lines)));
    expect(outcome).toMatchObject({
      ok: true,
      rowCount: 2,
      newRowCount: 2,
      duplicateCount: 0,
      changedCount: 0,
    });
    expect(await stored()).toEqual({ statements: 1n, rows: 2n, jobs: 1n });
    const rows = await db.rows(
      "select kind, account, amount_fen, merchant_reference is not null as ours from statement_row order by kind",
    );
    expect(rows).toEqual([
      { kind: "fee", account: charity.sellerId, amount_fen: -60n, ours: true },
      { kind: "payment", account: charity.sellerId, amount_fen: 10_000n, ours: true },
    ]);
  });

  test("the same file ten times lands once, and gives the first answer's id", async () => {
    const charity = await makeCharity();
    const bytes = ledgerFile(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    const outcomes = [];
    for (let time = 0; time < 10; time += 1) outcomes.push(await importStatement(upload(charity, bytes)));
    const ids = outcomes.map((outcome) => (outcome.ok ? outcome.statementId : null));
    expect(new Set(ids).size).toBe(1);
    expect(outcomes.slice(1).every((outcome) => outcome.ok && outcome.duplicateCount === 2)).toBe(true);
    expect(await stored()).toEqual({ statements: 1n, rows: 2n, jobs: 1n });
  });

  test("ten at once land once", async () => {
    const charity = await makeCharity();
    const bytes = ledgerFile(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => importStatement(upload(charity, bytes))),
    );
    expect(outcomes.filter((outcome) => outcome.ok && outcome.newRowCount === 2)).toHaveLength(1);
    expect(await stored()).toEqual({ statements: 1n, rows: 2n, jobs: 1n });
  });

  test("a longer file of the same day brings only its new rows", async () => {
    const charity = await makeCharity();
    const first = giftLines(await makeUnheardGift(charity, 10_000n));
    const second = giftLines(await makeUnheardGift(charity, 20_000n));
    await importStatement(upload(charity, ledgerFile(charity, first)));
    const outcome = await importStatement(upload(charity, ledgerFile(charity, [...first, ...second])));
    expect(outcome).toMatchObject({ ok: true, rowCount: 4, newRowCount: 2, duplicateCount: 2 });
  });

  test("a row that comes again with another amount is named and not taken over", async () => {
    const charity = await makeCharity();
    const lines = giftLines(await makeUnheardGift(charity, 10_000n));
    await importStatement(upload(charity, ledgerFile(charity, lines)));
    const changed = lines.map((line, index) => (index === 0 ? { ...line, amountFen: 9_900n } : line));
    const outcome = await importStatement(upload(charity, ledgerFile(charity, changed)));
    expect(outcome).toMatchObject({ ok: true, newRowCount: 0, duplicateCount: 1, changedCount: 1 });
    expect(await db.rows("select amount_fen from statement_row where kind = 'payment'")).toEqual([
      { amount_fen: 10_000n },
    ]);
    expect(
      await db.rows(
        "select w ->> 'reason' as reason, w ->> 'givenFen' as fen from statement, jsonb_array_elements(warnings) w",
      ),
    ).toEqual([{ reason: "row-changed", fen: "9900" }]);
  });

  test.each([
    [
      "truncated",
      (text: string) =>
        gb18030(text.slice(0, text.indexOf("#-----------------------------------------账务明细列表结束"))),
    ],
    [
      "bad-encoding",
      (text: string) => new TextEncoder().encode(new TextDecoder("utf-8").decode(gb18030(text))),
    ],
    ["footer-mismatch", (text: string) => gb18030(text.replace(/^20261121.*\r\n/m, ""))],
    ["empty-file", () => new Uint8Array()],
  ])("refuses a file that is %s whole", async (reason, damage) => {
    const charity = await makeCharity();
    const first = giftLines(await makeUnheardGift(charity, 10_000n), { feeFen: 0n });
    const second = giftLines(await makeUnheardGift(charity, 20_000n), { feeFen: 0n });
    const outcome = await importStatement(
      upload(charity, damage(ledgerText(charity, [...first, ...second]))),
    );
    expect(outcome).toMatchObject({ ok: false, reason: "bad-file" });
    expect(outcome.ok ? [] : outcome.errors.map((error) => error.reason)).toContain(reason);
    expect(await stored()).toEqual({ statements: 0n, rows: 0n, jobs: 0n });
  });

  test("names the line of a wrong amount", async () => {
    const charity = await makeCharity();
    const text = ledgerText(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    const outcome = await importStatement(upload(charity, gb18030(text.replace(",100.00,", ",100.001,"))));
    expect(outcome).toMatchObject({
      ok: false,
      errors: expect.arrayContaining([expect.objectContaining({ line: 6, reason: "bad-amount" })]),
    });
  });

  test("refuses another bank's file", async () => {
    const charity = await makeCharity();
    const icbc = gb18030(
      "[HISTORYDETAIL]\r\n凭证号,本方账号,对方账号,交易时间,借/贷,借方发生额,贷方发生额\r\n",
    );
    const outcome = await importStatement(upload(charity, icbc, { source: "bank-ccb" }));
    expect(outcome).toMatchObject({ ok: false, reason: "bad-file", errors: [{ reason: "wrong-bank" }] });
  });

  test("refuses a statement of somebody else's account, without telling its number", async () => {
    const [charity, other] = [await makeCharity(), await makeCharity()];
    const bank = gb18030(bankText(other, [{ id: "1-1", amountFen: 500n }]));
    const outcome = await importStatement(upload(charity, bank, { source: "bank-ccb" }));
    expect(outcome).toMatchObject({ ok: false, reason: "wrong-account" });
    expect(JSON.stringify(outcome)).not.toContain(other.bankAccountNo);
    expect(await stored()).toEqual({ statements: 0n, rows: 0n, jobs: 0n });
  });

  test("refuses a file whose account is not the one that was named", async () => {
    const charity = await makeCharity();
    const bytes = ledgerFile(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    expect(await importStatement(upload(charity, bytes, { account: "2088000000000000" }))).toMatchObject({
      ok: false,
      reason: "wrong-account",
    });
    expect(await importStatement(upload(charity, bytes, { account: charity.sellerId }))).toMatchObject({
      ok: true,
    });
  });

  test("keeps no record of a fetch that says nothing new, but of the first one after the day", async () => {
    const charity = await makeCharity();
    const text = ledgerText(charity, giftLines(await makeUnheardGift(charity, 10_000n)));
    const fetched = (exportedAt: string, now: Date) =>
      importStatement(
        upload(charity, gb18030(text.replace("09:00:00]\r\n", `${exportedAt}]\r\n`)), {
          origin: "fetched",
          now,
        }),
      );
    await fetched("09:00:01", new Date("2026-11-21T20:00:00+08:00"));
    await fetched("09:00:02", new Date("2026-11-21T20:00:05+08:00"));
    expect((await stored())?.statements).toBe(1n);
    await fetched("09:00:03", new Date("2026-11-22T08:00:00+08:00"));
    await fetched("09:00:04", new Date("2026-11-22T08:00:05+08:00"));
    expect((await stored())?.statements).toBe(2n);
  });
});
