import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { checkLedger } from "#app/features/ledger/check-ledger.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { fundTerms, ledgerHead } from "#app/features/ledger/queries.server.ts";
import { reverseTransfer } from "#app/features/ledger/reverse-transfer.server.ts";
import { snapshotBalances } from "#app/features/ledger/snapshot-balances.server.ts";
import { db, pool, transaction } from "#app/lib/db.server.ts";
import { makeFund, makeOrganization, NOW } from "#tests/factories/books.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

async function place(): Promise<{ organizationId: string; credentialId: string; fundId: string }> {
  const made = await makeOrganization();
  return { ...made, fundId: await makeFund(made.organizationId) };
}

function income(
  at: { organizationId: string; fundId: string },
  amountFen: bigint,
  id = randomUUID(),
): TransferInput {
  return {
    bookId: at.fundId,
    id,
    factId: id,
    kind: "income-received",
    debitAccountId: accountId("bank", at.organizationId),
    creditAccountId: accountId("available", at.fundId),
    amountFen,
    currency: "CNY",
    subjectId: null,
    occurredAt: NOW,
  };
}

describe("postTransfers", () => {
  it("posts once, succeeds again with the same content, and names other content under the same id", async () => {
    const at = await place();
    const transfer = income(at, 500n);
    expect(await transaction((tx) => postTransfers(tx, [transfer]))).toEqual(["posted"]);
    expect(await transaction((tx) => postTransfers(tx, [transfer]))).toEqual(["repeated"]);
    expect(await transaction((tx) => postTransfers(tx, [{ ...transfer, amountFen: 501n }]))).toEqual([
      "conflicting",
    ]);
    expect((await fundTerms([at.fundId])).get(at.fundId)?.otherIn).toBe(500n);
  });

  it("sorts repeats and conflicts inside one batch", async () => {
    const at = await place();
    const transfer = income(at, 500n);
    const outcomes = await transaction((tx) =>
      postTransfers(tx, [transfer, income(at, 7n), transfer, { ...transfer, amountFen: 1n }]),
    );
    expect(outcomes).toEqual(["posted", "posted", "repeated", "conflicting"]);
  });

  it("posts a transfer once when ten callers come at the same moment", async () => {
    const at = await place();
    const transfer = income(at, 500n);
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => transaction((tx) => postTransfers(tx, [transfer]))),
    );
    expect(outcomes.flat().sort()).toEqual(["posted", ...Array.from({ length: 9 }, () => "repeated")]);
    expect((await fundTerms([at.fundId])).get(at.fundId)?.available).toBe(500n);
  });

  it("refuses what no posting allows, an unknown account, another currency and a zero amount", async () => {
    const at = await place();
    const good = income(at, 5n);
    const attempt = (change: Partial<TransferInput>) =>
      transaction((tx) => postTransfers(tx, [{ ...good, ...change }]));
    await expect(attempt({ debitAccountId: accountId("suspense", at.organizationId) })).rejects.toThrow(
      "does not post",
    );
    await expect(attempt({ creditAccountId: accountId("available", "nowhere1") })).rejects.toThrow(
      "does not exist",
    );
    await expect(attempt({ currency: "HKD" })).rejects.toThrow("does not exist in its currency");
    await expect(attempt({ amountFen: 0n })).rejects.toThrow("0 fen");
    await expect(attempt({ amountFen: -5n })).rejects.toThrow("-5 fen");
  });

  it("cannot be updated, deleted or truncated, by the application or by the owner", async () => {
    const at = await place();
    await transaction((tx) => postTransfers(tx, [income(at, 5n)]));
    for (const statement of [
      "update transfer set amount_fen = 1",
      "delete from transfer",
      "truncate transfer cascade",
    ]) {
      await expect(db.run(statement)).rejects.toThrow(/permission denied/);
      const owner = await testDatabase().owner();
      await expect(owner.query(statement)).rejects.toThrow(/append-only/);
    }
  });
});

describe("reverseTransfer", () => {
  it("undoes a transfer once, however often it is asked", async () => {
    const at = await place();
    const transfer = income(at, 500n);
    await transaction((tx) => postTransfers(tx, [transfer]));
    const reversal = { bookId: at.fundId, transferId: transfer.id, reversalId: randomUUID(), now: NOW };
    expect(await transaction((tx) => reverseTransfer(tx, reversal))).toEqual({ ok: true, outcome: "posted" });
    expect(await transaction((tx) => reverseTransfer(tx, reversal))).toEqual({
      ok: true,
      outcome: "repeated",
    });
    await expect(
      transaction((tx) => reverseTransfer(tx, { ...reversal, reversalId: randomUUID() })),
    ).rejects.toThrow(/unique/);
    expect(
      await transaction((tx) => reverseTransfer(tx, { ...reversal, transferId: reversal.reversalId })),
    ).toEqual({
      ok: false,
      reason: "is-a-reversal",
    });
    expect((await fundTerms([at.fundId])).get(at.fundId)?.otherIn).toBe(0n);
  });
});

describe("the sequencer and the snapshot", () => {
  it("give the same balances at every moment of their work", async () => {
    const at = await place();
    const bank = accountId("bank", at.organizationId);
    const balance = async () => (await accountBalances([bank])).get(bank);
    await transaction((tx) => postTransfers(tx, [income(at, 1n), income(at, 2n)]));
    expect(await balance()).toBe(3n);
    expect(await indexTransfers()).toBe(2);
    expect(await balance()).toBe(3n);
    expect(await snapshotBalances(NOW)).toBe(2n);
    expect(await balance()).toBe(3n);
    await transaction((tx) => postTransfers(tx, [income(at, 4n)]));
    expect(await balance()).toBe(7n);
    expect(await indexTransfers()).toBe(1);
    expect(await snapshotBalances(NOW)).toBe(3n);
    expect(await balance()).toBe(7n);
    expect(await indexTransfers()).toBe(0);
  });

  it("number a transfer that commits behind a faster one, and never skip it", async () => {
    const at = await place();
    const slow = await pool.connect();
    try {
      await slow.query("begin");
      const sql = {
        rows: async (text: string, values: readonly unknown[] = []) =>
          (await slow.query(text, [...values])).rows,
        run: async () => 0,
      };
      await postTransfers(sql as Parameters<typeof postTransfers>[0], [income(at, 10n)]);
      await transaction((tx) => postTransfers(tx, [income(at, 20n)]));
      expect(await indexTransfers()).toBe(1);
      await snapshotBalances(NOW);
      await slow.query("commit");
    } finally {
      slow.release();
    }
    expect((await fundTerms([at.fundId])).get(at.fundId)?.available).toBe(30n);
    expect(await indexTransfers()).toBe(1);
    await snapshotBalances(NOW);
    expect((await ledgerHead()).nextIndex).toBe(2n);
    expect((await fundTerms([at.fundId])).get(at.fundId)?.available).toBe(30n);
  });

  it("give gap-free numbers when several sequencers run at once", async () => {
    const at = await place();
    await transaction((tx) =>
      postTransfers(
        tx,
        Array.from({ length: 300 }, (_, i) => income(at, BigInt(i + 1))),
      ),
    );
    const done = await Promise.all([indexTransfers(), indexTransfers(), indexTransfers()]);
    expect(done.reduce((sum, count) => sum + count, 0)).toBe(300);
    expect((await checkLedger()).failures).toEqual([]);
  });
});

describe("checkLedger", () => {
  it("finds a snapshot that was tampered with", async ({ task }) => {
    (task.meta as { ledgerMayBreak?: boolean }).ledgerMayBreak = true;
    const at = await place();
    await transaction((tx) => postTransfers(tx, [income(at, 5n)]));
    await indexTransfers();
    await snapshotBalances(NOW);
    expect((await checkLedger()).ok).toBe(true);
    await db.run("update balance_snapshot set debit_fen = debit_fen + 1 where account_id like 'bank.%'");
    const report = await checkLedger();
    expect(report.failures.map((failure) => failure.name)).toContain("snapshot-equals-rows");
  });

  it("finds a transfer that an owner forged past the posting list", async ({ task }) => {
    (task.meta as { ledgerMayBreak?: boolean }).ledgerMayBreak = true;
    const at = await place();
    const owner = await testDatabase().owner();
    await owner.query(
      `insert into transfer (book_id, id, fact_id, kind, debit_account_id, credit_account_id, amount_fen, currency, occurred_at, accounting_day)
       values ($1, $2, 'x', 'gift-paid', $3, $4, 5, 'CNY', now(), '2026-11-22')`,
      [at.fundId, randomUUID(), accountId("operating", at.organizationId), accountId("available", at.fundId)],
    );
    const names = (await checkLedger()).failures.map((failure) => failure.name);
    expect(names).toContain("posting-list-closed");
    expect(names).toContain("every-transfer-indexed-or-waiting");
  });
});
