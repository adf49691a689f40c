import { describe, expect, it } from "vitest";
import {
  type PlanAct,
  type PlanCharge,
  type PlanFacts,
  planNow,
} from "#app/features/donations/monthly/plan-state.ts";
import { executeDay, nextPeriod, nextTryDay } from "#app/features/donations/monthly/rules.ts";
import { addDays } from "#app/lib/time.ts";

const act = (kind: PlanAct["kind"], at: string, over: Partial<PlanAct> = {}): PlanAct => ({
  kind,
  amountFen: null,
  dayOfMonth: null,
  period: null,
  actor: "donor",
  reason: null,
  at: new Date(at),
  ...over,
});

const charge = (period: string, over: Partial<PlanCharge> = {}): PlanCharge => ({
  period,
  donationId: `d${period}`,
  amountFen: 3_000n,
  dueOn: `${period}-05`,
  nextTryOn: null,
  givenUpAt: null,
  giveUpReason: null,
  paidAt: new Date(`${period}-05T02:00:00Z`),
  isOpen: false,
  failedCount: 0,
  ...over,
});

const missed = (period: string, reason = "failed"): PlanCharge =>
  charge(period, { paidAt: null, givenUpAt: new Date(`${period}-09T02:00:00Z`), giveUpReason: reason });

const BEGIN = "2026-01-03T02:00:00Z";
const facts = (over: Partial<PlanFacts> = {}): PlanFacts => ({
  amountFen: 3_000n,
  dayOfMonth: 5,
  createdAt: new Date(BEGIN),
  billing: "ours",
  acts: [act("started", BEGIN)],
  charges: [],
  ...over,
});

describe("the calendar", () => {
  it("keeps every window inside its month, whatever the month", () => {
    const wrong: string[] = [];
    for (let period = "2027-12"; period < "2029-03"; period = nextPeriod(period)) {
      for (let day = 1; day <= 28; day += 1) {
        const due = `${period}-${String(day).padStart(2, "0")}`;
        const last = executeDay(due);
        const isInside = last >= due && last.slice(0, 7) === period && Number(last.slice(8)) <= 28;
        // Alipay takes a deduction in the five days up to that day: the donor's own is one of them.
        if (!isInside || addDays(last, -4) > due) wrong.push(`${due}: ${last}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  it("tries again on the first and the third day after, as far as the window goes", () => {
    expect(nextTryDay("2026-03-05", "2026-03-05")).toBe("2026-03-06");
    expect(nextTryDay("2026-03-05", "2026-03-06")).toBe("2026-03-08");
    expect(nextTryDay("2026-03-05", "2026-03-08")).toBeNull();
    expect(nextTryDay("2026-03-26", "2026-03-27")).toBeNull();
    expect(nextTryDay("2026-03-28", "2026-03-28")).toBeNull();
  });

  it("turns days at midnight in China", () => {
    const late = facts({ createdAt: new Date("2026-03-31T15:59:59Z"), dayOfMonth: 1 });
    expect(planNow(late, "2026-03-31").nextDueOn).toBe("2026-04-01");
    const later = facts({ createdAt: new Date("2026-03-31T16:00:00Z"), dayOfMonth: 1 });
    expect(planNow(later, "2026-04-01").nextDueOn).toBe("2026-04-01");
    const after = facts({ createdAt: new Date("2026-04-01T16:00:00Z"), dayOfMonth: 1 });
    expect(planNow(after, "2026-04-02").nextDueOn).toBe("2026-05-01");
  });
});

describe("the state of a plan", () => {
  it.each<[string, Partial<PlanFacts>, string]>([
    ["nothing signed", { acts: [] }, "signing"],
    ["signed", {}, "active"],
    ["one missed", { charges: [missed("2026-01")] }, "active"],
    ["two missed", { charges: [missed("2026-01"), missed("2026-02")] }, "past-due"],
    [
      "two missed, then paid",
      { charges: [missed("2026-01"), missed("2026-02"), charge("2026-03")] },
      "active",
    ],
    [
      "a missed one paid after all",
      { charges: [missed("2026-01"), { ...missed("2026-02"), paidAt: new Date() }] },
      "active",
    ],
    [
      "left out by the donor",
      { charges: [missed("2026-01", "skipped"), missed("2026-02", "paused")] },
      "active",
    ],
    ["paused", { acts: [act("started", BEGIN), act("paused", BEGIN)] }, "paused"],
    [
      "paused and resumed",
      { acts: [act("started", BEGIN), act("paused", BEGIN), act("resumed", BEGIN)] },
      "active",
    ],
    [
      "paused until a month that has come",
      { acts: [act("started", BEGIN), act("paused", BEGIN, { period: "2026-03" })] },
      "active",
    ],
    [
      "cancelled",
      { acts: [act("started", BEGIN), act("paused", BEGIN), act("cancelled", BEGIN)] },
      "cancelled",
    ],
  ])("%s", (_words, over, state) => {
    expect(planNow(facts(over), "2026-04-10").state).toBe(state);
  });

  it("takes the newest terms, and with a new day nothing before it was chosen", () => {
    const acts = [
      act("started", BEGIN, { amountFen: 3_000n, dayOfMonth: 5 }),
      act("amount-changed", "2026-02-10T02:00:00Z", { amountFen: 1_000n }),
      act("day-changed", "2026-02-10T02:00:00Z", { dayOfMonth: 2 }),
    ];
    const now = planNow(facts({ acts, charges: [charge("2026-01")] }), "2026-02-10");
    expect(now).toMatchObject({ amountFen: 1_000n, dayOfMonth: 2, nextDueOn: "2026-03-02" });
  });

  it("passes over what is charged, skipped or behind its window, and never looks at a month twice", () => {
    const acts = [act("started", BEGIN), act("skipped", BEGIN, { period: "2026-03" })];
    const at = (today: string) => planNow(facts({ acts, charges: [charge("2026-01")] }), today).nextDueOn;
    expect(at("2026-01-05")).toBe("2026-02-05");
    expect(at("2026-02-09")).toBe("2026-02-05");
    expect(at("2026-02-10")).toBe("2026-04-05");
    const byCard = facts({ billing: "provider" });
    expect(planNow(byCard, "2026-02-06").nextDueOn).toBe("2026-03-05");
  });
});
