import { expect, test } from "vitest";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import { checkFunds } from "#app/features/reconciliation/check-funds.server.ts";
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { makePaidOut, makeSpenders, type Spenders } from "#tests/factories/paid-out.ts";
import {
  at,
  type BankLine,
  bankFile,
  type Charity,
  DAY,
  makeCharity,
  NEXT_MORNING,
} from "./statement-files.ts";

type Place = Charity & Spenders;

async function makePlace(): Promise<Place> {
  const charity = await makeCharity();
  return { ...charity, ...(await makeSpenders(charity, 1_000_000n, at("08:00:00"))) };
}
/** Long after everything: the ledger's own times are those of the test's run. */
const LATER = new Date(Date.now() + 3_600_000);

async function takeBank(place: Place, lines: readonly BankLine[], day = DAY): Promise<void> {
  const { organizationId } = place;
  const bytes = bankFile(place, lines, day);
  const file = { organizationId, source: "bank-ccb" as const, account: null, fileName: "file", bytes };
  expect(await importStatement({ ...file, origin: "upload", userId: null, now: NEXT_MORNING })).toMatchObject(
    { ok: true },
  );
  await reconcileOrganization(organizationId, NEXT_MORNING);
}
const pay = (
  place: Place,
  amountFen: bigint,
  reference: string,
  over: { payee?: string; paidAt?: Date } = {},
) => makePaidOut(place, { amountFen, reference, paidAt: at("10:00:00"), ...over });
const line = (id: string, amountFen: bigint, over: Partial<BankLine> = {}): BankLine => ({
  id,
  amountFen,
  name: "澄溪粮油店",
  ...over,
});
const check = async () => {
  await checkFunds(LATER);
  const [found] = await db.rows<Record<string, bigint | boolean>>(
    `select is_closed as closed, paid_fen as paid, spans_fen as spans, ledger_fen as ledger, bank_fen as bank,
            waiting_fen as waiting, missing_fen as missing, ledger_back_fen as back, bank_back_fen as "bankBack",
            trace_back_fen as "traceBack" from fund_check`,
  );
  return found;
};
const openBreaks = () =>
  db.rows<{ kind: string; fen: bigint }>(
    "select kind, amount_fen as fen from reconciliation_break where state = 'open' order by kind, fen",
  );

test("trace, disbursements, ledger and bank agree, also after a return", async () => {
  const place = await makePlace();
  const id = await pay(place, 30_000n, "1-0001");
  await pay(place, 20_000n, "1-BATCH");
  await pay(place, 10_000n, "1-BATCH");
  await takeBank(place, [
    line("1-0001", -30_000n),
    line("1-BATCH", -30_000n),
    line("1-9", 5_000n, { note: id }),
  ]);
  await traceFund(place.fundId, LATER);
  expect(await check()).toEqual({
    closed: true,
    paid: 60_000n,
    spans: 60_000n,
    ledger: 60_000n,
    bank: 60_000n,
    waiting: 0n,
    missing: 0n,
    back: 5_000n,
    bankBack: 5_000n,
    traceBack: 5_000n,
  });
  expect(await openBreaks()).toEqual([]);
  await checkFunds(LATER);
  expect(await db.rows("select count(*)::int as n from fund_check")).toEqual([{ n: 1 }]);
});

test("what no statement reaches yet waits; what the bank should have had is missing", async () => {
  const place = await makePlace();
  await pay(place, 30_000n, "1-0001");
  await traceFund(place.fundId, LATER);
  expect(await check()).toMatchObject({ closed: true, bank: 0n, waiting: 30_000n, missing: 0n });
  await takeBank(place, [line("9-1", -5n, { name: "某店" })]);
  await takeBank(place, [line("9-9", -6n, { name: "某店" })], "2026-11-28");
  expect(await check()).toMatchObject({ closed: false, waiting: 0n, missing: 30_000n });
  expect((await openBreaks()).map(({ kind }) => kind)).toContain("missing-at-bank");
});

test("a fund whose trace lost its way does not close, until it does", async () => {
  const place = await makePlace();
  await pay(place, 30_000n, "1-0001");
  await takeBank(place, [line("1-0001", -30_000n)]);
  expect(await check()).toMatchObject({ closed: false, spans: 0n, paid: 30_000n });
  expect(await openBreaks()).toEqual([{ kind: "fund-not-closed", fen: 30_000n }]);
  await traceFund(place.fundId, LATER);
  expect(await check()).toMatchObject({ closed: true });
  expect(await openBreaks()).toEqual([]);
});

test("another payee, no evidence after thirty days, beyond the budget", async () => {
  const place = await makePlace();
  const long = new Date("2026-10-01T02:00:00Z");
  const id = await pay(place, 30_000n, "1-0001", { payee: "澄溪书店", paidAt: long });
  await db.run("update fund_budget_line set planned_fen = 29000");
  await takeBank(place, [line("1-0001", -30_000n)]);
  await traceFund(place.fundId, LATER);
  await check();
  expect(await openBreaks()).toEqual([
    { kind: "evidence-missing", fen: 30_000n },
    { kind: "over-budget", fen: 1_000n },
    { kind: "payee-mismatch", fen: 30_000n },
  ]);
  const attached = await attachEvidence({
    id: newFundScopedId("e", place.fundId),
    disbursementId: id,
    organizationId: place.organizationId,
    userId: place.clerkId,
    kind: "invoice",
    fileName: "a.csv",
    content: new TextEncoder().encode("a,b\n1,2\n"),
    isPublic: false,
    now: NEXT_MORNING,
  });
  expect(attached).toMatchObject({ ok: true });
  await db.run("update fund_budget_line set planned_fen = 28000");
  await check();
  expect(await openBreaks()).toEqual([
    { kind: "over-budget", fen: 2_000n },
    { kind: "payee-mismatch", fen: 30_000n },
  ]);
});

test("paid twice and paid without approval are named, by number or by name and amount", async () => {
  const place = await makePlace();
  const id = await pay(place, 30_000n, "1-0001");
  const waiting = await makePaidOut(place, {
    amountFen: 7_000n,
    reference: "",
    payee: "澄溪书店",
    paidAt: at("10:00:00"),
    stage: "proposed",
  });
  const named = await makePaidOut(place, {
    amountFen: 8_000n,
    reference: "",
    paidAt: at("10:00:00"),
    stage: "proposed",
  });
  await takeBank(place, [
    line("1-0001", -30_000n),
    line("1-0002", -30_000n),
    line("1-0003", -1_000n, { note: id }),
    line("1-0004", -7_000n, { name: "澄溪书店" }),
    line("1-0005", -9_000n, { name: "某某", note: `补付 ${named}` }),
    line("1-0006", -4_444n, { name: "某某" }),
  ]);
  expect(waiting).not.toBe(named);
  expect(await openBreaks()).toEqual([
    { kind: "bank-row-unexplained", fen: 4_444n },
    { kind: "paid-not-approved", fen: 7_000n },
    { kind: "paid-not-approved", fen: 9_000n },
    { kind: "paid-twice", fen: 1_000n },
    { kind: "paid-twice", fen: 30_000n },
  ]);
});
