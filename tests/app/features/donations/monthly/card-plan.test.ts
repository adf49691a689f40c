import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.hoisted(() => {
  process.env.PUBLIC_URL = `http://127.0.0.1:${30_000 + Math.floor(Math.random() * 9_000)}`;
});

import {
  cancelMonthlyPlan,
  changeTerms,
  pausePlan,
  resumePlan,
  skipPeriod,
} from "#app/features/donations/monthly/change-monthly-plan.server.ts";
import { findGift } from "#app/features/donations/queries.server.ts";
import { fundTerms } from "#app/features/ledger/queries.server.ts";
import { forgetOpened } from "#app/features/payments/credentials.server.ts";
import { db } from "#app/lib/db.server.ts";
import { control } from "#tests/factories/giving.ts";
import {
  letters,
  type MonthlyPlace,
  type MonthlyWorld,
  makeMonthlyPlace,
  planOf,
  round,
  signedPlan,
  startMonthlyWorld,
  stateOf,
} from "#tests/factories/monthly.ts";
import { booksOf } from "#tests/factories/paying.ts";

let world: MonthlyWorld;
let place: MonthlyPlace;
beforeAll(async () => {
  world = await startMonthlyWorld("card-plan", "2026-03-05 11:00:00");
});
afterAll(() => world.close());
afterEach(() => world.quiet());
beforeEach(async () => {
  world.goTo("2026-03-05 11:00:00");
  place = await makeMonthlyPlace(world);
});

type Key = { fundId: string; id: string };
const raised = async () => (await fundTerms([place.fundId])).get(place.fundId)?.raised ?? 0n;
const chargesOf = async (plan: Key) =>
  (await planOf(plan)).charges.map(({ period, paidAt, givenUpAt }) => ({
    period,
    state: paidAt ? "paid" : givenUpAt ? "given-up" : "open",
  }));
async function subscriptionOf(plan: Key) {
  const id = (await planOf(plan)).agreements[0]?.agreementId ?? "";
  const found = world.sandbox.state.tables.subscriptions.get(id);
  if (!found) throw new Error(`no subscription ${id}`);
  return found;
}
const renew = async (plan: Key, how: Record<string, unknown> = {}) =>
  control(world.sandbox, "renew", { subscription: (await subscriptionOf(plan)).id, ...how });

describe("a plan by card", () => {
  it("is billed at once where its day is today, then by Stripe each month, each an ordinary gift", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 5 });
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-04-05" });
    await round(world);
    world.goTo("2026-04-05 10:00:00");
    await renew(plan, { deliver: "twice" });
    await round(world);
    const [first, second] = (await planOf(plan)).charges;
    expect(await findGift(first?.donationId ?? "")).toMatchObject({ status: "paid", amountFen: 3_000n });
    expect(second).toMatchObject({ period: "2026-04", amountFen: 3_000n });
    // Each charge at Stripe carries our number, so that its books can be matched.
    const labels = world.sandbox.state.tables.charges.all().map((charge) => charge.metadata.payment_id);
    expect(labels.every((label) => label?.startsWith("p"))).toBe(true);
    expect((await booksOf(place)).suspense).toBe(0n);
  });

  it("waits for its day without taking anything, and stays on it", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", nextDueOn: "2026-03-20" });
    expect(await chargesOf(plan)).toEqual([]);
    await round(world);
    world.goTo("2026-03-20 10:00:00");
    await renew(plan);
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
    expect((await subscriptionOf(plan)).periodEnd).toBe("2026-04-20T02:00:00.000Z");
    expect(await raised()).toBe(3_000n);
  });

  it("signed in the small hours is moved to where the day is the same in China and in UTC", async () => {
    world.goTo("2026-03-01 02:00:00");
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 1 });
    expect((await subscriptionOf(plan)).periodEnd).toBe("2026-03-28T18:00:00.000Z");
    await round(world);
    expect((await subscriptionOf(plan)).periodEnd).toBe("2026-04-01T02:00:00.000Z");
    expect(await chargesOf(plan)).toEqual([{ period: "2026-03", state: "paid" }]);
  });

  it("fails, is told once for each failure, is past due, and a late success puts it right", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 5 });
    await round(world);
    world.goTo("2026-04-05 10:00:00");
    await renew(plan, { outcome: "failed", deliver: "twice" });
    await renew(plan, { outcome: "failed", retry: true });
    await renew(plan, { outcome: "failed", retry: true });
    await renew(plan, { outcome: "failed", retry: true });
    expect(await chargesOf(plan)).toMatchObject([{}, { period: "2026-04", state: "given-up" }]);
    const told = (await letters()).filter((subject) => subject.startsWith("2026-"));
    expect(told).toEqual([
      "2026-04 的月捐没有扣成",
      "2026-04 的月捐没有扣成",
      "2026-04 的月捐没有扣成",
      "2026-04 的月捐这次不扣了",
    ]);
    world.goTo("2026-05-05 10:00:00");
    await renew(plan, { outcome: "failed" });
    for (let tries = 0; tries < 3; tries += 1) await renew(plan, { outcome: "failed", retry: true });
    expect(await stateOf(world, plan)).toMatchObject({ state: "past-due" });
    await renew(plan, { outcome: "paid", retry: true });
    expect(await stateOf(world, plan)).toMatchObject({ state: "active", missedInARow: 0 });
    expect(await raised()).toBe(6_000n);
  });

  it("takes new terms, skips, pauses and resumes at Stripe too", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 5 });
    await round(world);
    expect(await changeTerms(plan, { amountFen: 5_000n, dayOfMonth: 10 }, world.now())).toEqual({ ok: true });
    await round(world);
    expect(await subscriptionOf(plan)).toMatchObject({
      amountFen: 5_000n,
      periodEnd: "2026-04-10T02:00:00.000Z",
    });
    await skipPeriod(plan, "2026-04", world.now());
    await round(world);
    expect((await subscriptionOf(plan)).periodEnd).toBe("2026-05-10T02:00:00.000Z");
    await pausePlan(plan, null, world.now());
    await control(world.sandbox, "fault", { operation: "POST /v1/subscriptions/:id", kind: "500", times: 3 });
    await round(world);
    expect((await planOf(plan)).agreements[0]?.staleSince).not.toBeNull();
    await fetch(`${world.sandbox.url}/control/fault`, { method: "DELETE" });
    world.goTo("2026-03-05 11:02:00");
    await round(world);
    expect((await subscriptionOf(plan)).pause).toEqual({ resumesAt: null });
    world.goTo("2026-05-10 10:00:00");
    await renew(plan);
    expect(await raised()).toBe(3_000n);
    world.goTo("2026-05-12 10:00:00");
    await resumePlan(plan, world.now());
    await round(world);
    expect(await subscriptionOf(plan)).toMatchObject({ pause: null, periodEnd: "2026-06-10T02:00:00.000Z" });
    world.goTo("2026-06-10 10:00:00");
    await renew(plan);
    expect((await chargesOf(plan)).map(({ period }) => period)).toEqual(["2026-03", "2026-06"]);
    expect(await raised()).toBe(8_000n);
    expect(await changeTerms(plan, { amountFen: 399n, dayOfMonth: 10 }, world.now())).toEqual({
      ok: false,
      reason: "bad-terms",
    });
  });

  it("is ended at Stripe when the donor stops, and stops when Stripe ended it", async () => {
    const ours = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    const theirs = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    await cancelMonthlyPlan(ours, null, world.now());
    await round(world);
    expect((await subscriptionOf(ours)).status).toBe("canceled");
    await control(world.sandbox, "unsign", { subscription: (await subscriptionOf(theirs)).id });
    expect(await stateOf(world, theirs)).toMatchObject({
      state: "cancelled",
      cancelled: { actor: "provider" },
    });
    expect(await raised()).toBe(0n);
  });

  it("leaves what was taken after the end, and a second bill of one period, to people", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 5 });
    await renew(plan);
    const again = (await planOf(plan)).charges;
    expect(again.map(({ period }) => period)).toEqual(["2026-03", "2026-04"]);
    await cancelMonthlyPlan(plan, null, world.now());
    world.goTo("2026-05-05 10:00:00");
    await renew(plan);
    expect(await raised()).toBe(6_000n);
    expect((await booksOf(place)).suspense).toBe(3_000n);
  });

  it("is paused at Stripe as soon as its channel is disabled, and can still be ended", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    await round(world);
    world.goTo("2026-03-06 11:00:00");
    await db.run("update payment_credential set disabled_at = $1 where provider = 'stripe'", [world.now()]);
    world.goTo("2026-03-06 11:02:00");
    forgetOpened((await planOf(plan)).credentialId);
    await round(world);
    expect((await subscriptionOf(plan)).pause).toEqual({ resumesAt: null });
    await cancelMonthlyPlan(plan, null, world.now());
    world.goTo("2026-03-06 11:04:00");
    await round(world);
    expect((await planOf(plan)).agreements[0]?.endedAt).not.toBeNull();
  });

  it("is looked at once a day: a fund that pauses takes nothing, and an end that nobody heard is found", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    await round(world);
    await db.run("update fund set state = 'paused' where id = $1", [place.fundId]);
    world.goTo("2026-03-06 11:10:00");
    await round(world);
    expect((await subscriptionOf(plan)).pause).toEqual({ resumesAt: null });
    await db.run("update fund set state = 'open' where id = $1", [place.fundId]);
    world.goTo("2026-03-07 11:20:00");
    await round(world);
    expect(await subscriptionOf(plan)).toMatchObject({ pause: null, periodEnd: "2026-03-20T02:00:00.000Z" });
    world.deaf = true;
    await control(world.sandbox, "unsign", { subscription: (await subscriptionOf(plan)).id });
    world.goTo("2026-03-08 11:30:00");
    await round(world);
    expect(await stateOf(world, plan)).toMatchObject({
      state: "cancelled",
      cancelled: { actor: "provider" },
    });
  });

  it("asks Stripe again when it does not say what a payment was billed for", async () => {
    const plan = await signedPlan(world, place, { provider: "stripe", dayOfMonth: 20 });
    world.goTo("2026-03-20 10:00:00");
    await control(world.sandbox, "fault", { operation: "GET /v1/invoice_payments", kind: "500", times: 60 });
    await renew(plan);
    expect(await db.rows("select 1 from payment")).toEqual([]);
    await fetch(`${world.sandbox.url}/control/fault`, { method: "DELETE" });
    await control(world.sandbox, "deliver", {});
    await vi.waitUntil(async () => (await raised()) === 3_000n, { timeout: 5_000 });
    expect((await booksOf(place)).suspense).toBe(0n);
  });
});
