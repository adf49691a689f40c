import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.hoisted(() => {
  process.env.PUBLIC_URL = `http://127.0.0.1:${21_000 + Math.floor(Math.random() * 9_000)}`;
});

import {
  cancelMonthlyPlan,
  changeTerms,
  pausePlan,
  resumePlan,
  skipPeriod,
} from "#app/features/donations/monthly/change-monthly-plan.server.ts";
import { beginTries } from "#app/features/donations/monthly/claim-tries.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { control } from "#tests/factories/giving.ts";
import {
  letters,
  type MonthlyPlace,
  type MonthlyWorld,
  makeMonthlyPlace,
  openPlan,
  planOf,
  round,
  sign,
  signedPlan,
  startMonthlyWorld,
  stateOf,
  takenBySandbox,
} from "#tests/factories/monthly.ts";

let world: MonthlyWorld;
let place: MonthlyPlace;
let takenBefore: bigint;
beforeAll(async () => {
  world = await startMonthlyWorld("alipay-plan", "2026-03-05 10:00:00");
});
afterAll(() => world.close());
afterEach(() => world.quiet());
beforeEach(async () => {
  world.goTo("2026-03-05 10:00:00");
  place = await makeMonthlyPlace(world);
  takenBefore = await takenBySandbox(world);
});

const fault = (operation: string, kind: string, times = 1) =>
  control(world.sandbox, "fault", { operation, kind, times });
const raised = async () => (await fundTerms([place.fundId])).get(place.fundId)?.raised ?? 0n;
const taken = async () => (await takenBySandbox(world)) - takenBefore;
const chargesOf = async (plan: { fundId: string; id: string }) =>
  (await planOf(plan)).charges.map(({ period, paidAt, givenUpAt, nextTryOn }) => ({
    period,
    state: paidAt ? "paid" : givenUpAt ? "given-up" : (nextTryOn ?? "open"),
  }));

describe("a plan through Alipay", () => {
  it("is signed, deducted each month as an ordinary gift, and never twice a period", async () => {
    const plan = await openPlan(world, place);
    expect((await stateOf(world, plan)).state).toBe("signing");
    await round(world);
    expect(await chargesOf(plan)).toEqual([]);
    await sign(world, plan.signUrl);
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-03-05" });
    for (let times = 0; times < 3; times += 1) await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await stateOf(world, plan)).toMatchObject({ nextDueOn: "2026-04-05" });
    const [charge] = (await planOf(plan)).charges;
    expect(await findGift(charge?.donationId ?? "")).toMatchObject({ status: "paid", amountFen: 3_000n });
    world.goTo("2026-04-04 23:59:59");
    await round(world);
    expect(await raised()).toBe(3_000n);
    world.goTo("2026-04-05 00:00:10");
    await round(world);
    await round(world);
    expect(await chargesOf(plan)).toMatchObject([
      { period: "2026-03" },
      { period: "2026-04", state: "paid" },
    ]);
    expect(await raised()).toBe(6_000n);
    expect(await taken()).toBe(6_000n);
    expect(await letters()).toEqual(["月捐开始了", "收到您的捐赠 ¥30.00", "收到您的捐赠 ¥30.00"]);
  });

  it("is charged once when two workers and more look at the same moment", async () => {
    const plans = await Promise.all([1, 2, 3].map(() => signedPlan(world, place)));
    await Promise.all([round(world), round(world), round(world), round(world)]);
    await round(world);
    for (const plan of plans) expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await taken()).toBe(9_000n);
    expect(await raised()).toBe(9_000n);
    expect(await db.rows("select 1 from monthly_attempt")).toHaveLength(3);
  });

  it("goes on after a crash between the written intent and the call, under the same number", async () => {
    const plan = await signedPlan(world, place);
    // A worker that opened the period and wrote its try, and was gone before it called.
    await fault("alipay.user.agreement.query", "reset-before", 2);
    await round(world);
    expect(await taken()).toBe(0n);
    const [before] = await db.rows<{ paymentId: string }>(
      `select payment_id as "paymentId" from monthly_attempt`,
    );
    expect(await beginTries(world.now(), 10), "no second try beside the open one").toEqual([]);
    world.goTo("2026-03-05 10:02:00");
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await taken()).toBe(3_000n);
    const rows = await db.rows<{ paymentId: string }>(
      `select payment_id as "paymentId" from monthly_attempt`,
    );
    expect(rows).toEqual([before]);
  });

  it.each(["timeout", "reset-after", "500", "409"])(
    "asks what became of a deduction after %s, and never charges it again",
    async (kind) => {
      world.deaf = true;
      const plan = await openPlan(world, place);
      await sign(world, plan.signUrl);
      // Nobody heard of the signature: asking brings it.
      world.goTo("2026-03-05 10:02:00");
      await round(world);
      expect((await stateOf(world, plan)).state).toBe("active");
      // The SDK repeats a cut connection once by itself.
      await fault("alipay.trade.pay", kind, kind === "reset-after" ? 2 : 1);
      await round(world);
      expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "2026-03-05" }]);
      world.goTo("2026-03-05 10:04:00");
      await round(world);
      await round(world);
      expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
      expect(await taken()).toBe(3_000n);
      expect(await raised()).toBe(3_000n);
    },
  );

  it("waits for a payment under way, and takes the message that ends it", async () => {
    const plan = await signedPlan(world, place);
    await fault("alipay.trade.pay", "pay-pending");
    await round(world);
    world.goTo("2026-03-05 10:02:00");
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "2026-03-05" }]);
    const [open] = await db.rows<{ paymentId: string }>(
      `select payment_id as "paymentId" from monthly_attempt`,
    );
    await control(world.sandbox, "pay", { paymentId: open?.paymentId, outcome: "paid" });
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await db.rows("select 1 from monthly_attempt where outcome = 'paid'")).toHaveLength(1);
  });
});

describe("a deduction that fails", () => {
  it("is tried on its schedule, told once each time and once when given up, then past due, then active", async () => {
    const plan = await signedPlan(world, place);
    await fault("alipay.trade.pay", "balance-not-enough", 6);
    await round(world);
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "2026-03-06" }]);
    world.goTo("2026-03-06 09:00:00");
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "2026-03-08" }]);
    world.goTo("2026-03-07 09:00:00");
    await round(world);
    world.goTo("2026-03-08 09:00:00");
    await round(world);
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "given-up" }]);
    expect(await letters()).toEqual([
      "月捐开始了",
      "2026-03 的月捐没有扣成",
      "2026-03 的月捐没有扣成",
      "2026-03 的月捐这次不扣了",
    ]);
    expect((await stateOf(world, plan)).state).toBe("active");
    for (const day of ["05", "06", "08"]) {
      world.goTo(`2026-04-${day} 09:00:00`);
      await round(world);
    }
    expect(await stateOf(world, plan)).toMatchObject({ state: "past-due", missedInARow: 2 });
    world.goTo("2026-05-05 09:00:00");
    await round(world);
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", missedInARow: 0 });
    expect(await chargesOf(plan)).toMatchObject([{}, {}, { period: "2026-05", state: "paid" }]);
    // Each failed order is closed: none of them can be paid behind the next.
    expect(await db.rows("select 1 from payment where paid_at is null and closed_at is null")).toEqual([]);
    expect(await taken()).toBe(3_000n);
  });

  it("succeeds at a later try of the same period", async () => {
    const plan = await signedPlan(world, place);
    await fault("alipay.trade.pay", "balance-not-enough");
    await round(world);
    world.goTo("2026-03-06 09:00:00");
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await raised()).toBe(3_000n);
  });

  it("near the 28th keeps inside its month", async () => {
    world.goTo("2026-03-27 10:00:00");
    const plan = await signedPlan(world, place, { dayOfMonth: 27 });
    await fault("alipay.trade.pay", "balance-not-enough", 2);
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "2026-03-28" }]);
    world.goTo("2026-03-28 10:00:00");
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "given-up" }]);
    world.goTo("2026-04-27 00:00:30");
    await round(world);
    expect(await chargesOf(plan)).toMatchObject([{}, { period: "2026-04", state: "paid" }]);
  });
});

describe("a donor's changes", () => {
  it("skips a month, pauses and resumes; nothing is made up for", async () => {
    const plan = await signedPlan(world, place);
    await round(world);
    expect(await skipPeriod(plan, "2026-03", world.now())).toEqual({ ok: false, reason: "already-charging" });
    expect(await skipPeriod(plan, "2026-04", world.now())).toEqual({ ok: true });
    expect(await skipPeriod(plan, "2026-04", world.now())).toEqual({ ok: true });
    expect(await stateOf(world, plan)).toMatchObject({ nextDueOn: "2026-05-05" });
    world.goTo("2026-04-05 10:00:00");
    await round(world);
    expect(await taken()).toBe(3_000n);
    world.goTo("2026-05-05 10:00:00");
    await round(world);
    expect(await taken()).toBe(6_000n);
    expect(await pausePlan(plan, 2, world.now())).toEqual({ ok: true });
    expect(await stateOf(world, plan)).toMatchObject({ state: "paused", nextDueOn: "2026-08-05" });
    world.goTo("2026-06-05 10:00:00");
    await round(world);
    expect(await taken()).toBe(6_000n);
    expect(await resumePlan(plan, world.now())).toEqual({ ok: true });
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-06-05" });
    await pausePlan(plan, null, world.now());
    expect(await stateOf(world, plan)).toMatchObject({ state: "paused", nextDueOn: null });
    world.goTo("2026-07-20 10:00:00");
    await round(world);
    await resumePlan(plan, world.now());
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-08-05" });
    world.goTo("2026-08-05 10:00:00");
    await round(world);
    expect((await chargesOf(plan)).map(({ period }) => period)).toEqual(["2026-03", "2026-05", "2026-08"]);
    expect(await taken()).toBe(9_000n);
  });

  it("lowers the amount at once; a higher one or an earlier day is signed anew and replaces the old", async () => {
    const plan = await signedPlan(world, place);
    await round(world);
    expect(await changeTerms(plan, { amountFen: 1_000n, dayOfMonth: 12 }, world.now())).toEqual({ ok: true });
    expect(await stateOf(world, plan)).toMatchObject({ amountFen: 1_000n, nextDueOn: "2026-04-12" });
    world.goTo("2026-04-12 10:00:00");
    await round(world);
    expect(await taken()).toBe(4_000n);
    const more = await changeTerms(plan, { amountFen: 5_000n, dayOfMonth: 2 }, world.now());
    expect(more).toMatchObject({ ok: true, signUrl: expect.stringContaining("/gateway.do?") });
    expect(await stateOf(world, plan)).toMatchObject({ amountFen: 1_000n, dayOfMonth: 12 });
    if (more.ok) await sign(world, more.signUrl ?? "");
    expect(await stateOf(world, plan)).toMatchObject({ amountFen: 5_000n, nextDueOn: "2026-05-02" });
    await round(world);
    const { agreements } = await planOf(plan);
    expect(agreements.map((one) => one.endedAt !== null)).toEqual([true, false]);
    expect(
      world.sandbox.state.tables.agreements
        .all()
        .slice(-2)
        .map(({ status }) => status),
    ).toEqual(["STOP", "NORMAL"]);
    world.goTo("2026-05-02 10:00:00");
    await round(world);
    expect(await taken()).toBe(9_000n);
    expect((await stateOf(world, plan)).state).toBe("active");
    expect(await changeTerms(plan, { amountFen: 5_000n, dayOfMonth: 31 }, world.now())).toEqual({
      ok: false,
      reason: "bad-terms",
    });
  });

  it("cancels at once whatever the provider answers, which is asked until it knows", async () => {
    const plan = await signedPlan(world, place);
    await fault("alipay.user.agreement.unsign", "500", 1);
    expect(await cancelMonthlyPlan(plan, null, world.now())).toEqual({ ok: true });
    expect(await cancelMonthlyPlan(plan, null, world.now())).toEqual({ ok: true });
    expect((await stateOf(world, plan)).state).toBe("cancelled");
    await round(world);
    expect((await planOf(plan)).agreements[0]?.endedAt).toBeNull();
    expect(await chargesOf(plan)).toEqual([]);
    world.goTo("2026-03-05 10:02:00");
    await round(world);
    expect((await planOf(plan)).agreements[0]?.endedAt).toEqual(world.now());
    expect(await letters()).toEqual(["月捐开始了", "月捐停止了"]);
    expect(await skipPeriod(plan, "2026-04", world.now())).toEqual({ ok: false, reason: "cancelled" });
    expect(await taken()).toBe(0n);
  });
});

describe("what others decide", () => {
  it("stops when the donor ends it in Alipay, heard or found out", async () => {
    const [heard, found] = [await signedPlan(world, place), await signedPlan(world, place)];
    const number = async (plan: typeof heard) => (await planOf(plan)).agreements[0]?.agreementId;
    await control(world.sandbox, "unsign", { agreementNo: await number(heard) });
    expect(await stateOf(world, heard)).toMatchObject({
      state: "cancelled",
      cancelled: { actor: "provider" },
    });
    world.deaf = true;
    await control(world.sandbox, "unsign", { agreementNo: await number(found) });
    await round(world);
    expect(await stateOf(world, found)).toMatchObject({
      state: "cancelled",
      cancelled: { actor: "provider" },
    });
    expect(await letters()).toEqual(["月捐开始了", "月捐开始了", "月捐停止了", "月捐停止了"]);
    expect(await taken()).toBe(0n);
  });

  it("stops with its fund and tells the donor; a fund that is not open takes no signature", async () => {
    const plan = await signedPlan(world, place);
    await db.run("update fund set state = 'ended' where id = $1", [place.fundId]);
    await round(world);
    await round(world);
    expect(await stateOf(world, plan)).toMatchObject({
      state: "cancelled",
      cancelled: { reason: "fund-ended" },
    });
    expect(await letters()).toEqual(["月捐开始了", "月捐停止了"]);
    expect((await planOf(plan)).agreements[0]?.endedAt).not.toBeNull();
    await expect(openPlan(world, place)).rejects.toThrow("closed");
  });

  it("takes nothing while the fund takes no gifts, and goes on within the window", async () => {
    const plan = await signedPlan(world, place);
    await db.run("update fund set filing_to = '2026-03-04' where id = $1", [place.fundId]);
    await round(world);
    expect(await chargesOf(plan)).toEqual([]);
    world.goTo("2026-03-07 10:00:00");
    await db.run("update fund set filing_to = '2027-01-01' where id = $1", [place.fundId]);
    await round(world);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    await db.run("update fund set state = 'paused' where id = $1", [place.fundId]);
    world.goTo("2026-04-05 10:00:00");
    await round(world);
    world.goTo("2026-05-01 10:00:00");
    await db.run("update fund set state = 'open' where id = $1", [place.fundId]);
    await round(world);
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-05-05" });
    expect(await taken()).toBe(3_000n);
  });

  it("takes no signature from another charity's credential, nor one of a plan that was stopped", async () => {
    const other = await makeMonthlyPlace(world, "other");
    const plan = await openPlan(world, place);
    await cancelMonthlyPlan(plan, null, world.now());
    await sign(world, plan.signUrl);
    await round(world);
    expect((await stateOf(world, plan)).state).toBe("cancelled");
    expect(world.sandbox.state.tables.agreements.all().at(-1)?.status).toBe("STOP");
    const { takeAgreementFact } = await import(
      "#app/features/donations/monthly/take-agreement-fact.server.ts"
    );
    const strange = await openPlan(world, place);
    const fact = {
      kind: "signed",
      reference: `${strange.id}a1`,
      agreementId: "2026",
      occurredAt: world.now(),
    } as const;
    expect(await takeAgreementFact(fact, other.credentials.alipay, world.now())).toBe("unknown");
    expect((await stateOf(world, strange)).state).toBe("signing");
  });
});
