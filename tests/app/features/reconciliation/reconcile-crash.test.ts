import { afterEach, describe, expect, test } from "vitest";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { testDatabase } from "#tests/setup/test-database.ts";
import {
  alipayArrival,
  bankFile,
  type Charity,
  DAY,
  giftLines,
  ledgerFile,
  makeCharity,
  makePaidGift,
  NEXT_MORNING,
  withdrawalLine,
} from "./statement-files.ts";

const PAYOUT_ID = "20261121000000000000000000000077";

async function makeDay(): Promise<{
  charity: Charity;
  bytes: ["alipay-signcustomer" | "bank-ccb", Uint8Array][];
}> {
  const charity = await makeCharity();
  const gifts = [await makePaidGift(charity, 10_000n), await makePaidGift(charity, 20_050n)];
  const lines = gifts.flatMap((gift) => giftLines(gift));
  return {
    charity,
    bytes: [
      ["alipay-signcustomer", ledgerFile(charity, [...lines, withdrawalLine(PAYOUT_ID, 29_870n)])],
      [
        "bank-ccb",
        bankFile(charity, [alipayArrival("1-1", PAYOUT_ID, 29_870n), { id: "1-2", amountFen: 777n }]),
      ],
    ],
  };
}

async function upload({ charity, bytes }: Awaited<ReturnType<typeof makeDay>>): Promise<void> {
  for (const [source, file] of bytes) {
    const outcome = await importStatement({
      organizationId: charity.organizationId,
      source,
      account: null,
      fileName: "file",
      bytes: file,
      origin: "upload",
      userId: null,
      now: NEXT_MORNING,
    });
    expect(outcome).toMatchObject({ ok: true });
  }
}

/** What is left when all is done, without ids that are drawn by lot. */
async function booked() {
  const [row] = await db.rows<Record<string, unknown>>(
    `select (select count(*)::int from settlement) as settled, (select count(*)::int from unsettled_payment) as waiting,
            (select json_agg(json_build_array(kind, amount_fen) order by kind, amount_fen) from transfer) as transfers,
            (select json_agg(json_build_array(subject_kind, amount_fen) order by subject_kind, amount_fen)
             from reconciliation_match) as matches,
            (select json_agg(json_build_array(source, matched_fen, explained_fen, open_fen) order by source)
             from reconciliation_run) as runs,
            (select json_agg(json_build_array(kind, amount_fen, state) order by kind) from reconciliation_break) as breaks`,
  );
  return row;
}

async function whole() {
  const day = await makeDay();
  await upload(day);
  await reconcileOrganization(day.charity.organizationId, NEXT_MORNING);
  const result = await booked();
  expect(result).toMatchObject({ settled: 2, waiting: 0, runs: [expect.anything(), expect.anything()] });
  return { day, result };
}

let isBroken: string | null = null;

/** From now on nobody can write to the table: the process may as well have ended there. */
async function breakAt(table: string): Promise<void> {
  const owner = await testDatabase().owner();
  await owner.query(`
    create function crash() returns trigger language plpgsql as $$ begin raise exception 'crash'; end $$;
    create trigger crash before insert or update or delete on ${table} for each row execute function crash();`);
  isBroken = table;
}

async function mend(): Promise<void> {
  if (!isBroken) return;
  const owner = await testDatabase().owner();
  await owner.query(`drop trigger crash on ${isBroken}; drop function crash();`);
  isBroken = null;
}

afterEach(mend);

describe("a reconciliation that ends half-way", () => {
  const STEPS = [
    "reconciliation_match",
    "unsettled_payment",
    "settlement",
    "transfer",
    "transfer_pending",
    "outbox",
    "reconciliation_break",
    "reconciliation_run",
  ];
  test.each(STEPS)("at the first row of %s is finished by the next one", async (table) => {
    const day = await makeDay();
    await upload(day);
    await breakAt(table);
    await expect(reconcileOrganization(day.charity.organizationId, NEXT_MORNING)).rejects.toThrow("crash");
    // What was committed before agrees with itself: a gift is settled where its row is matched, and nowhere else.
    const [halves] = await db.rows<{ settled: bigint; matched: bigint }>(
      `select (select count(*) from settlement) as settled,
              (select count(*) from reconciliation_match where subject_kind = 'payment') as matched`,
    );
    expect(halves?.settled).toBe(halves?.matched);
    await mend();
    await reconcileOrganization(day.charity.organizationId, NEXT_MORNING);
    expect(await booked()).toEqual(WHOLE);
    await reconcileOrganization(day.charity.organizationId, NEXT_MORNING);
    expect(await booked()).toEqual(WHOLE);
  });

  test("ends as one that did not", async () => {
    expect((await whole()).result).toEqual(WHOLE);
  });
});

test("the same statements ten times, with a reconciliation after each, settle and post once", async () => {
  const { day, result } = await whole();
  for (let time = 0; time < 9; time += 1) {
    await upload(day);
    await reconcileOrganization(day.charity.organizationId, NEXT_MORNING);
  }
  expect(await booked()).toEqual(result);
  expect(await db.rows("select count(*)::int as n from statement_row")).toEqual([{ n: 7 }]);
  expect(await db.rows("select distinct day from reconciliation_run")).toEqual([{ day: DAY }]);
});

const WHOLE = {
  settled: 2,
  waiting: 0,
  transfers: [
    ["gift-paid", 10_000],
    ["gift-paid", 20_050],
    ["payout-arrived", 29_870],
    ["payout-sent", 29_870],
    ["provider-fee", 60],
    ["provider-fee", 120],
    ["suspense-received", 777],
  ],
  matches: [
    ["fee", -120],
    ["fee", -60],
    ["payment", 10_000],
    ["payment", 20_050],
    ["payout", -29_870],
    ["payout", 29_870],
  ],
  runs: [
    ["alipay-signcustomer", 59_920, 180, 0],
    ["bank-ccb", 29_870, 0, 777],
  ],
  breaks: [["bank-row-unexplained", 777, "open"]],
};
