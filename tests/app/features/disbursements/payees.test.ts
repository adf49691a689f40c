import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import type { PayeeInput } from "#app/features/disbursements/payees/payee.ts";
import { payeesOf } from "#app/features/disbursements/payees/queries.server.ts";
import { resealPayees } from "#app/features/disbursements/payees/reseal-payees.server.ts";
import { stopPayee } from "#app/features/disbursements/payees/stop-payee.server.ts";
import { readTypedPayees } from "#app/features/disbursements/payees/typed-payees.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import * as environment from "#app/lib/env.server.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  makeSettledGift,
  makeSpendingPlace,
  proposalOf,
  type SpendingPlace,
} from "#tests/factories/spending.ts";
import { testDatabase } from "#tests/setup/test-database.ts";

const person = (number: number, amountFen: bigint, over: Partial<PayeeInput> = {}): PayeeInput => ({
  name: `收款人${number}`,
  account: `62170000000000${1000 + number}`,
  bank: "建设银行",
  channel: "bank",
  amountFen,
  subject: { kind: "aid-case", id: `case-${number}` },
  ...over,
});

async function proposed(place: SpendingPlace, payees: PayeeInput[]) {
  const total = payees.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const proposal = {
    ...proposalOf(place, total),
    beneficiaryCount: payees.length,
    personTimes: payees.length,
    payees,
  };
  expect(await proposeDisbursement(proposal)).toEqual({ ok: true, id: proposal.id, repeated: false });
  return proposal;
}

const approve = (place: SpendingPlace, id: string) =>
  approveDisbursement({ id, organizationId: place.organizationId, userId: place.approverId, now: NOW });

const stopping = (place: SpendingPlace, number: number) => ({
  organizationId: place.organizationId,
  userId: place.clerkId,
  which: { subject: { kind: "aid-case" as const, id: `case-${number}` } },
  reason: "died" as const,
  now: NOW,
});

const termsOf = async (place: SpendingPlace) => (await fundTerms([place.fundId])).get(place.fundId);

describe("typed lines", () => {
  it("reads what is pasted from a table", () => {
    const read = readTypedPayees(
      "户名\t账号\t开户行\t金额\n王小兰\t6217 0000 0000 0001\t建设银行澄溪支行\t1,200.00\n\n李 明，liming@example.org，支付宝，¥80.5\n",
    );
    expect(read).toEqual({
      ok: true,
      payees: [
        {
          name: "王小兰",
          account: "6217 0000 0000 0001",
          bank: "建设银行澄溪支行",
          channel: "bank",
          amountFen: 120_000n,
        },
        { name: "李 明", account: "liming@example.org", bank: "", channel: "alipay", amountFen: 8_050n },
      ],
    });
  });

  it.each([
    ["王小兰,6217000000000001,建设银行", 1, "payee-columns"],
    ["王小兰,6217000000000001,建设银行,十元", 1, "payee-columns"],
    ["王小兰,6217000000000001,建设银行,0", 1, "payee-amount"],
    ["王小兰,62170,建设银行,10", 1, "payee-bank-account"],
    ["王小兰,6217000000000001,,10", 1, "payee-bank"],
    ["王小兰,13800000000,支付宝,10\n李明,liming,支付宝,10", 2, "payee-alipay-account"],
    ["王小兰,13800000000,支付宝,0.05", 1, "payee-amount"],
    [",13800000000,支付宝,10", 1, "payee-name"],
  ])("says what is wrong with %s", (text, line, reason) => {
    expect(readTypedPayees(text)).toEqual({ ok: false, line, reason });
  });
});

describe("the lines of a disbursement", () => {
  it("are sealed, sum to its amount, and are written once", async () => {
    const place = await makeSpendingPlace();
    const payees = [person(1, 300n), person(2, 200n)];
    const proposal = await proposed(place, payees);
    expect(await proposeDisbursement(proposal)).toEqual({ ok: true, id: proposal.id, repeated: true });
    const other = [person(1, 300n), person(3, 200n)];
    expect(await proposeDisbursement({ ...proposal, payees: other })).toMatchObject({
      reason: "other-content",
    });
    const refusal = { ...proposal, id: proposalOf(place, 1n).id };
    expect(await proposeDisbursement({ ...refusal, amountFen: 501n })).toMatchObject({
      reason: "payees-do-not-sum",
    });
    const view = await payeesOf(proposal.id, [place.organizationId]);
    expect(
      view.map(({ name, accountEnd, amountFen, state }) => [name, accountEnd, amountFen, state]),
    ).toEqual([
      ["收款人1", "1001", 300n, "waiting"],
      ["收款人2", "1002", 200n, "waiting"],
    ]);
    expect(await payeesOf(proposal.id, ["oanother0"])).toEqual([]);
    const [{ text }] = (await db.rows<{ text: string }>(
      "select string_agg(l::text, ' ') as text from disbursement_payee l",
    )) as [{ text: string }];
    expect(text).not.toContain("收款人1");
    expect(text).not.toContain("62170000000000");
    const owner = await (await testDatabase()).owner();
    await expect(owner.query("update disbursement_payee set amount_fen = 1")).rejects.toThrow(
      "only moves forward",
    );
    await expect(owner.query("update disbursement set amount_fen = 1")).rejects.toThrow("only moves forward");
  });
});

describe("the key that seals the lines", () => {
  afterEach(() => vi.restoreAllMocks());

  it("may be changed: every line comes under the new one and stays readable", async () => {
    const place = await makeSpendingPlace();
    const { id } = await proposed(place, [person(1, 300n), person(2, 200n)]);
    expect(await resealPayees()).toBe(0);
    const real = environment.env();
    const fresh = { id: "k9", key: randomBytes(32) };
    vi.spyOn(environment, "env").mockReturnValue({
      ...real,
      CREDENTIAL_KEYS: [fresh, ...real.CREDENTIAL_KEYS],
    });
    const both = await Promise.all([resealPayees(), resealPayees()]);
    expect(both.reduce((sum, count) => sum + count, 0)).toBe(2);
    vi.spyOn(environment, "env").mockReturnValue({ ...real, CREDENTIAL_KEYS: [fresh] });
    expect((await payeesOf(id, [place.organizationId])).map(({ name }) => name)).toEqual([
      "收款人1",
      "收款人2",
    ]);
  });
});

describe("stopPayee", () => {
  it("gives back what was approved for one line and leaves the others approved", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const { id } = await proposed(place, [person(1, 300n), person(2, 200n), person(3, 100n)]);
    expect(await approve(place, id)).toMatchObject({ ok: true });
    const twice = await Promise.all([stopPayee(stopping(place, 2)), stopPayee(stopping(place, 2))]);
    expect(twice.map((result) => result.ok && result.stopped).sort()).toEqual([0, 1]);
    expect(await stopPayee(stopping(place, 2))).toEqual({
      ok: true,
      stopped: 0,
      stoppedFen: 0n,
      repeated: true,
    });
    expect(await termsOf(place)).toMatchObject({ available: 600n, committed: 400n });
    const [row] = await db.rows(
      "select amount_fen, unpaid_fen, beneficiary_count as people, withdrawn_at from disbursement",
    );
    expect(row).toEqual({ amount_fen: 400n, unpaid_fen: 200n, people: 2, withdrawn_at: null });
    const acting = { id, organizationId: place.organizationId, userId: place.clerkId, now: NOW };
    expect(await payDisbursement({ ...acting, paidAt: NOW, bankReference: "r1" })).toMatchObject({
      ok: true,
    });
    expect(await termsOf(place)).toMatchObject({ available: 600n, committed: 0n, disbursed: 400n });
    expect(await stopPayee(stopping(place, 1))).toEqual({ ok: false, reason: "already-paid" });
  });

  it("withdraws the whole with its last line, before approval without any posting", async () => {
    const place = await makeSpendingPlace();
    await makeSettledGift(place, 1_000n);
    const first = await proposed(place, [person(1, 300n)]);
    expect(await stopPayee(stopping(place, 1))).toMatchObject({ ok: true, stoppedFen: 300n });
    expect(await approve(place, first.id)).toMatchObject({ reason: "already-withdrawn" });
    const second = await proposed(place, [person(4, 250n), person(5, 250n)]);
    expect(await stopPayee(stopping(place, 4))).toMatchObject({ ok: true });
    expect(await approve(place, second.id)).toMatchObject({ ok: true });
    expect(await termsOf(place)).toMatchObject({ available: 750n, committed: 250n });
    expect(await stopPayee(stopping(place, 5))).toMatchObject({ ok: true });
    expect(await termsOf(place)).toMatchObject({ available: 1_000n, committed: 0n });
  });

  it("is nobody else's to do", async () => {
    const place = await makeSpendingPlace();
    const other = await makeSpendingPlace();
    await proposed(place, [person(1, 300n)]);
    expect(await stopPayee({ ...stopping(place, 1), userId: other.clerkId })).toMatchObject({
      reason: "not-permitted",
    });
    expect(
      await stopPayee({ ...stopping(place, 1), organizationId: other.organizationId, userId: other.clerkId }),
    ).toMatchObject({ reason: "not-found" });
    const acts = await db.rows("select act from organization_act order by at");
    expect(acts).toEqual([{ act: "disbursement-proposed" }]);
  });
});
