import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { closeBankAccount } from "#app/features/payments/close-bank-account.server.ts";
import { confirmBankAccount } from "#app/features/payments/confirm-bank-account.server.ts";
import { proposeBankAccount } from "#app/features/payments/propose-bank-account.server.ts";
import { dayFigures } from "#app/features/reconciliation/day-figures.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { reopenDay } from "#app/features/reconciliation/reopen-day.server.ts";
import { db, pool, type Sql, transaction } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import { makeMember } from "#tests/factories/people.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import { type ClosingPlace, close, makeClosingPlace, sign, takeDay, takeLedger } from "./closing.ts";
import {
  alipayArrival,
  at,
  DAY,
  giftLines,
  makePaidGift,
  makeUnheardGift,
  NEXT_MORNING,
  otherLine,
  withdrawalLine,
} from "./statement-files.ts";

const NEXT_DAY = addDays(DAY, 1);

async function makeGoodDay(): Promise<ClosingPlace> {
  const place = await makeClosingPlace();
  const gift = await makePaidGift(place, 10_000n);
  await takeDay(
    place,
    [...giftLines(gift), withdrawalLine("w1", 5_000n)],
    [alipayArrival("b1", "w1", 5_000n)],
  );
  return place;
}

function income(place: ClosingPlace, amountFen: bigint, occurredAt = at("12:00:00")): TransferInput {
  const id = randomUUID();
  return {
    bookId: place.fundId,
    id,
    factId: id,
    kind: "income-received",
    debitAccountId: accountId("bank", place.organizationId),
    creditAccountId: accountId("available", place.fundId),
    amountFen,
    currency: "CNY",
    subjectId: null,
    occurredAt,
  };
}

const accountingDayOf = async (id: string): Promise<string | undefined> =>
  (await db.rows<{ day: string }>("select accounting_day as day from transfer where id = $1", [id]))[0]?.day;

const bridgeOf = async (place: ClosingPlace, book: string, day = DAY) =>
  (await dayFigures(db, place.organizationId, day)).figures.bridges.find((bridge) => bridge.book === book);

describe("the figures of a day", () => {
  it("lead from the statements to the books to the fen", async () => {
    const place = await makeGoodDay();
    expect(await bridgeOf(place, place.sellerId)).toEqual({
      book: place.sellerId,
      statementFen: 4_940n,
      unmatchedFen: 0n,
      unmatchedCount: 0,
      transitFen: 0n,
      transitCount: 0,
      ledgerFen: 4_940n,
    });
    expect(await bridgeOf(place, "bank")).toMatchObject({ statementFen: 5_000n, ledgerFen: 5_000n });
  });

  it("name what is only in a statement, and what is only in the books", async () => {
    const place = await makeClosingPlace();
    const heard = await makePaidGift(place, 10_000n);
    const unheard = await makeUnheardGift(place, 700n);
    const missing = await makePaidGift(place, 333n, at("11:00:00"));
    await takeDay(place, [...giftLines(heard, { feeFen: 0n }), ...giftLines(unheard, { feeFen: 0n })]);
    const { items } = await dayFigures(db, place.organizationId, DAY);
    expect(await bridgeOf(place, place.sellerId)).toMatchObject({
      statementFen: 10_700n,
      unmatchedFen: 700n,
      unmatchedCount: 1,
      transitFen: 333n,
      transitCount: 1,
      ledgerFen: 10_333n,
    });
    expect(items).toMatchObject(
      [
        { statementFen: 700n, ledgerFen: 0n, openRows: [{ fen: "700" }] },
        { key: missing.donationId, statementFen: 0n, ledgerFen: 333n, openRows: [] },
      ].sort((a, b) => ((a.key ?? unheard.donationId) < (b.key ?? unheard.donationId) ? -1 : 1)),
    );
  });
});

describe("closing a day", () => {
  it("takes two people, and an approver for the second", async () => {
    const place = await makeGoodDay();
    expect(await close(place)).toEqual({ ok: false, reason: "not-signed" });
    const stranger = await makeMember((await makeClosingPlace()).organizationId, "charity-approver");
    expect(await sign(place, DAY, stranger)).toEqual({ ok: false, reason: "not-member" });
    expect(await sign(place, DAY, place.approverId)).toMatchObject({ ok: true });
    expect(await close(place, DAY, place.approverId)).toEqual({ ok: false, reason: "same-person" });
    expect(await close(place, DAY, place.clerkId)).toEqual({ ok: false, reason: "not-approver" });
    expect(await close(place, DAY, stranger)).toEqual({ ok: false, reason: "not-approver" });
    expect(await sign(place)).toMatchObject({ ok: true });
    const owner = await testDatabase().owner();
    await expect(
      owner.query(
        "update day_closing set closed_by_id = signed_by_id, closed_at = now() where superseded_at is null",
      ),
    ).rejects.toThrow(/day_closing_two_people/);
    const closed = await close(place);
    expect(closed).toMatchObject({ ok: true });
    expect(await close(place)).toEqual(closed);
    await expect(owner.query("update day_closing set figures = '{}'")).rejects.toThrow(/only moves forward/);
    await expect(owner.query("delete from day_closing")).rejects.toThrow(/append-only/);
    await expect(db.run("delete from day_closing_item")).rejects.toThrow(/permission denied/);
  });

  it("wants a statement of an account from its confirmation on, until it is closed", async () => {
    const place = await makeClosingPlace();
    await takeDay(place, []);
    const { organizationId, clerkId: userId } = place;
    const then = new Date("2026-11-01T02:00:00Z");
    const typed = { bank: "ICBC", otherBank: "", accountName: "演示慈善会", accountNo: "95588000111122" };
    const proposed = await proposeBankAccount({ organizationId, userId, typed, now: then });
    const accountId = proposed.ok ? proposed.accountId : "";
    const acting = { organizationId, userId: place.approverId, accountId, now: then };
    expect(await confirmBankAccount(acting)).toMatchObject({ ok: true });
    expect(await sign(place)).toEqual({
      ok: false,
      reason: "obstacles",
      obstacles: [{ reason: "statement-missing", source: "bank", accountTail: "1122" }],
    });
    expect(await closeBankAccount({ ...acting, now: at("00:00:00") })).toMatchObject({ ok: true });
    expect(await sign(place)).toMatchObject({ reason: "obstacles" });
    await db.run("update bank_account set closed_at = $2 where id = $1", [accountId, then]);
    const other = { ...typed, accountNo: "95588000111133" };
    expect(await proposeBankAccount({ organizationId, userId, typed: other, now: then })).toMatchObject({
      ok: true,
    });
    expect(await sign(place)).toMatchObject({ ok: true });
  });

  it("is refused with every reason at once", async () => {
    const place = await makeClosingPlace();
    await takeLedger(place, [otherLine({ type: "在线支付", amountFen: 5n })]);
    const tooEarly = at("20:00:00");
    const outcome = await sign(place, DAY, place.clerkId, tooEarly);
    expect(outcome).toMatchObject({
      reason: "obstacles",
      obstacles: [
        { reason: "day-not-over" },
        { reason: "statement-missing", source: "bank" },
        { reason: "not-reconciled", count: 1 },
      ],
    });
    await takeDay(place, []);
    expect(await sign(place)).toEqual({
      ok: false,
      reason: "obstacles",
      obstacles: [{ reason: "breaks-open", count: 1 }],
    });
    await db.run("update reconciliation_break set owner_id = $1, reason = 'under-inquiry'", [place.clerkId]);
    expect(await sign(place)).toMatchObject({ ok: true });
    expect(await close(place)).toMatchObject({ ok: true });
    const [record] = await db.rows<{ figures: string }>("select figures from day_closing");
    expect(JSON.parse(record?.figures ?? "").breaks).toMatchObject([
      { kind: "missing-in-ledger", amountFen: "5", hasOwner: true, reason: "under-inquiry" },
    ]);
  });

  it("wants the figures that were signed, and the days in their order", async () => {
    const place = await makeGoodDay();
    await sign(place);
    await transaction((tx) => postTransfers(tx, [income(place, 9n)]));
    expect(await close(place)).toEqual({ ok: false, reason: "figures-changed" });
    // The refused close left the day open for entries.
    const late = income(place, 8n);
    await transaction((tx) => postTransfers(tx, [late]));
    expect(await accountingDayOf(late.id)).toBe(DAY);
    expect(await sign(place, DAY, place.clerkId, NEXT_MORNING, "2")).toMatchObject({ ok: true });
    expect(await close(place)).toMatchObject({ ok: true });
    expect(await sign(place)).toMatchObject({ ok: true });
    expect(await sign(place, addDays(DAY, 2))).toMatchObject({
      reason: "obstacles",
      obstacles: expect.arrayContaining([{ reason: "earlier-day-open", day: NEXT_DAY }]),
    });
  });
});

describe("after the close", () => {
  it("an entry goes to the next open day and keeps its own date", async () => {
    const place = await makeGoodDay();
    await sign(place);
    await close(place);
    const late = income(place, 7n);
    await transaction((tx) => postTransfers(tx, [late]));
    expect(await accountingDayOf(late.id)).toBe(NEXT_DAY);
    const [row] = await db.rows<{ occurredAt: Date }>(
      `select occurred_at as "occurredAt" from transfer where id = $1`,
      [late.id],
    );
    expect(row?.occurredAt).toEqual(at("12:00:00"));
    expect((await checkLedger()).failures).toEqual([]);
  });

  it("a late row counts on the next day and clears what was on its way", async () => {
    const place = await makeClosingPlace();
    const missing = await makePaidGift(place, 333n);
    await takeDay(place, []);
    await db.run("update reconciliation_break set state = 'explained', reason = 'timing'");
    expect(await sign(place)).toMatchObject({ ok: true });
    expect(await close(place)).toMatchObject({ ok: true });
    expect(await bridgeOf(place, place.sellerId, NEXT_DAY)).toMatchObject({
      statementFen: 0n,
      transitFen: 333n,
    });
    await takeLedger(place, giftLines(missing, { feeFen: 0n }));
    await reconcileOrganization(place.organizationId, NEXT_MORNING);
    expect(await bridgeOf(place, place.sellerId, NEXT_DAY)).toMatchObject({
      statementFen: 333n,
      transitFen: 0n,
      transitCount: 0,
      ledgerFen: 333n,
    });
    expect((await checkLedger()).failures).toEqual([]);
  });

  it("what was unmatched and is matched later moves, and nothing of it is left", async () => {
    const place = await makeClosingPlace();
    await takeDay(place, [], [{ id: "b9", amountFen: 5_000n, note: "w9", summary: "来账" }]);
    await db.run("update reconciliation_break set state = 'explained', reason = 'timing'");
    await sign(place);
    expect(await close(place)).toMatchObject({ ok: true });
    // The provider's own file tells a day later that this was its payout.
    const morning = new Date(NEXT_MORNING.getTime() + 86_400_000);
    await takeDay(place, [withdrawalLine("w9", 5_000n)], [], NEXT_DAY, morning);
    const { items } = await dayFigures(db, place.organizationId, NEXT_DAY);
    expect(items.filter(({ book }) => book === "bank")).toEqual([]);
  });

  it("opens again by a recorded act, with every later day", async () => {
    const place = await makeGoodDay();
    await sign(place);
    await close(place);
    const request = { organizationId: place.organizationId, day: DAY, now: NEXT_MORNING };
    const reopen = (userId: string, note: string) => reopenDay({ ...request, userId, note });
    expect(await reopen(place.clerkId, "错了")).toEqual({ ok: false, reason: "not-approver" });
    expect(await reopen(place.approverId, " ")).toEqual({ ok: false, reason: "no-note" });
    expect(await reopen(place.approverId, "银行补了一行")).toEqual({ ok: true, dayCount: 1 });
    expect(await reopen(place.approverId, "银行补了一行")).toEqual({ ok: true, dayCount: 0 });
    const entry = income(place, 7n);
    await transaction((tx) => postTransfers(tx, [entry]));
    expect(await accountingDayOf(entry.id)).toBe(DAY);
    expect(await sign(place, DAY, place.clerkId, NEXT_MORNING, "2")).toMatchObject({ ok: true });
    expect(await close(place)).toMatchObject({ ok: true });
    const versions = await db.rows<{ version: number }>("select version from day_closing order by version");
    expect(versions).toEqual([{ version: 1 }, { version: 2 }]);
  });
});

/** A transaction of the test's own, to hold a posting between its statement and its commit. */
async function openTransaction(): Promise<{ sql: Sql; commit(): Promise<void> }> {
  const client = await pool.connect();
  await client.query("begin");
  const sql: Sql = {
    rows: async (text, values = []) => (await client.query(text, [...values])).rows,
    run: async (text, values = []) => (await client.query(text, [...values])).rowCount ?? 0,
  };
  return {
    sql,
    commit: async () => {
      await client.query("commit");
      client.release();
    },
  };
}

describe("a close beside postings", () => {
  it("waits for one that has begun, and then its figures are not those that were signed", async () => {
    const place = await makeGoodDay();
    await sign(place);
    const posting = await openTransaction();
    const entry = income(place, 11n);
    await postTransfers(posting.sql, [entry]);
    const closing = close(place);
    await posting.commit();
    expect(await closing).toEqual({ ok: false, reason: "figures-changed" });
    expect(await accountingDayOf(entry.id)).toBe(DAY);
  });

  it("gives up while a posting does not end, and leaves the day open", async () => {
    const place = await makeGoodDay();
    await sign(place);
    const posting = await openTransaction();
    await postTransfers(posting.sql, [income(place, 11n)]);
    expect(await close(place)).toEqual({ ok: false, reason: "busy" });
    await posting.commit();
  });

  it("lets no entry slip into the closed day, whoever comes first", async () => {
    const place = await makeGoodDay();
    await sign(place);
    const entries = Array.from({ length: 30 }, (_, at) => income(place, BigInt(at + 1)));
    const [outcome] = await Promise.all([
      close(place),
      ...entries.map((entry) => transaction((tx) => postTransfers(tx, [entry]))),
    ]);
    const days = await Promise.all(entries.map(({ id }) => accountingDayOf(id)));
    if (outcome.ok) expect(new Set(days)).toEqual(new Set([NEXT_DAY]));
    else expect(days).toContain(DAY);
    expect((await checkLedger()).failures).toEqual([]);
  });
});

describe("checkLedger", () => {
  it("notices a row that was changed, and an entry that was smuggled into a closed day", async ({ task }) => {
    task.meta.ledgerMayBreak = true;
    const place = await makeGoodDay();
    await sign(place);
    await close(place);
    expect((await checkLedger()).failures).toEqual([]);
    await db.run("update statement_row set amount_fen = amount_fen + 1 where kind = 'payment'");
    expect((await checkLedger()).failures).toMatchObject([
      { name: "closed-days-equal-their-record", offenders: [`${place.organizationId} alipay-signcustomer`] },
    ]);
    await db.run("update statement_row set amount_fen = amount_fen - 1 where kind = 'payment'");
    expect((await checkLedger()).failures).toEqual([]);
    const { id, ...entry } = income(place, 3n);
    await db.run(
      `insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id, amount_fen, currency,
                             occurred_at, accounting_day) values ($1, $2, $3, $4, $5, $6, $7, 'CNY', $8, $9)`,
      [
        entry.bookId,
        id,
        entry.factId,
        entry.kind,
        entry.debitAccountId,
        entry.creditAccountId,
        entry.amountFen,
        entry.occurredAt,
        DAY,
      ],
    );
    await db.run("insert into transfer_pending (book_id, transfer_id) values ($1, $2)", [entry.bookId, id]);
    expect((await checkLedger()).failures.map(({ name }) => name)).toEqual([
      "closed-days-equal-their-record",
    ]);
  });
});
