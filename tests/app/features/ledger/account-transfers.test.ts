import { describe, expect, it } from "vitest";
import { accountTransfers, findAccount } from "#app/features/ledger/account-transfers.server.ts";
import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import { snapshotBalances } from "#app/features/ledger/snapshot-balances.server.ts";
import { db } from "#app/lib/db.server.ts";
import { makeFund, NOW } from "#tests/factories/books.ts";
import {
  accountsOf,
  makePaidGift,
  makeRefund,
  makeSettledGift,
  makeSpendingPlace,
  postOf,
} from "#tests/factories/spending.ts";

async function allRows(accountId: string, kind: string | null = null, limit = 2) {
  const account = await findAccount(accountId);
  if (!account) throw new Error("no account");
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await accountTransfers(account, { kind, cursor, limit });
    ids.push(...page.rows.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor);
  return ids;
}

describe("the rows of one account", () => {
  it("are all its rows, each once, whichever account it is", async () => {
    const place = await makeSpendingPlace();
    const other = { ...place, fundId: await makeFund(place.organizationId) };
    const gift = await makeSettledGift(place, 900n, 5n);
    await makePaidGift(other, 70n);
    await makeRefund(place, gift, 100n);
    const there = accountsOf(place);
    await postOf(other, "fund-move", accountsOf(other).available, there.available, 20n, null);
    await indexTransfers();
    for (const id of Object.values(there)) {
      const expected = await db.rows<{ id: string }>(
        "select id from transfer where debit_account_id = $1 or credit_account_id = $1 order by recorded_at desc, id desc",
        [id],
      );
      expect(await allRows(id), id).toEqual(expected.map((row) => row.id));
      expect((await findAccount(id))?.rowCount, id).toBe(BigInt(expected.length));
    }
  });

  it("can be narrowed to one kind", async () => {
    const place = await makeSpendingPlace();
    const gift = await makeSettledGift(place, 900n, 5n);
    await makeRefund(place, gift, 100n);
    const { available } = accountsOf(place);
    expect(await allRows(available, "provider-fee")).toHaveLength(1);
    expect(await allRows(available, "refund-promised")).toHaveLength(1);
    expect(await allRows(available, "fund-move")).toEqual([]);
  });

  it("stand under sums that count rows before and after the snapshot", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 900n, 5n);
    await indexTransfers();
    await snapshotBalances(NOW);
    await makePaidGift(place, 1n);
    const account = await findAccount(accountsOf(place).available);
    expect(account).toMatchObject({ debitFen: 5n, creditFen: 901n, rowCount: 3n });
    expect(account?.kinds).toEqual([
      { kind: "gift-paid", count: 2 },
      { kind: "provider-fee", count: 1 },
    ]);
    expect(await findAccount("available.nothing.CNY")).toBeNull();
  });
});
