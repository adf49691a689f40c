import { expect, test } from "vitest";
import { accountId } from "#app/features/ledger/accounts.ts";
import { accountBalances } from "#app/features/ledger/balances.server.ts";
import { postSelected } from "#app/features/ledger/post.server.ts";
import { transferIdOf, transferIdSql } from "#app/features/ledger/transfer-id.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { makeOrganization } from "#tests/factories/books.ts";

test("an id made by the database is the one made here", async () => {
  const names = [
    ["alipay", "2088000000000000", "20261121000000000000000001", "fee"],
    ["stripe", "acct_1", "txn_善", "payout-sent"],
    ["bank-ccb", "4400 1", "1-20261121|x", "suspense"],
  ] as const;
  for (const name of names) {
    const [made] = await db.rows<{ id: string }>(
      `select ${transferIdSql("$1::text", "$2::text", "$3::text", "$4::text")} as id`,
      name,
    );
    expect(made?.id).toBe(transferIdOf(...name));
  }
});

const SUSPENSE = `
  select $1::text as book_id, ${transferIdSql("'t'", "line")} as id, line as fact_id, debit as debit_account_id,
         'suspense.' || $1 || '.CNY' as credit_account_id, fen as amount_fen, 'CNY' as currency,
         line as subject_id, '2026-11-21T02:00:00Z'::timestamptz as occurred_at
  from unnest($2::text[], $3::int8[], $4::text[]) as given(line, fen, debit)`;

test("posts once, however often it is selected, and names other content under the same id", async () => {
  const { organizationId } = await makeOrganization();
  const bank = accountId("bank", organizationId);
  const post = (amountsFen: bigint[]) =>
    transaction((tx) =>
      postSelected(tx, "suspense-received", SUSPENSE, [organizationId, ["a", "b"], amountsFen, [bank, bank]]),
    );
  expect(await post([100n, 200n])).toEqual({ selected: 2n, posted: 2n, conflicting: 0n });
  expect(await post([100n, 200n])).toEqual({ selected: 2n, posted: 0n, conflicting: 0n });
  expect(await post([100n, 201n])).toEqual({ selected: 2n, posted: 0n, conflicting: 1n });
  expect((await accountBalances([bank])).get(bank)).toBe(300n);
});

test("refuses an account that the posting list does not allow, and amounts that are not positive", async () => {
  const { organizationId } = await makeOrganization();
  const post = (fen: bigint, debit: string) =>
    transaction((tx) =>
      postSelected(tx, "suspense-received", SUSPENSE, [organizationId, ["a"], [fen], [debit]]),
    );
  await expect(post(100n, accountId("cash", organizationId))).rejects.toThrow(/posting list/);
  await expect(post(0n, accountId("bank", organizationId))).rejects.toThrow(/posting list/);
});
