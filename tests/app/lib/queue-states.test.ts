import { describe, expect, it } from "vitest";
import type { Heartbeat, JobStatus } from "#app/lib/job-status.server.ts";
import { beatStateOf, isRunLate, periodsOf, queueStates } from "#app/lib/queue-states.ts";

const NOW = new Date("2026-11-22T03:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);

function beat(over: { ageMs?: number; consumes?: string[]; ownsSchedule?: boolean } = {}): Heartbeat {
  const { ageMs = 1_000, consumes = ["a"], ownsSchedule = false } = over;
  return {
    worker: `w${ageMs}`,
    beatAt: ago(ageMs),
    detail: {
      startedAt: NOW.toISOString(),
      redis: "ready",
      ownsSchedule,
      queues: [{ job: "a", waiting: 2, active: 1, delayed: 0, oldestWaitingAt: null }],
      consumes,
      periods: ownsSchedule ? { sweep: 10_000 } : {},
    },
  };
}

const status = (over: Partial<JobStatus>): JobStatus => ({
  outbox: { waiting: 0n, oldestWaitingAt: null, underWay: 0n, oldestUnderWayAt: null },
  askedByJob: [],
  deadByJob: [],
  deadLetterCount: 0n,
  unsentMailCount: 0n,
  heartbeats: [],
  runs: [],
  ...over,
});
const stateOf = (given: JobStatus, job = "a") =>
  queueStates(given, ["a"], NOW).find((queue) => queue.job === job);

describe("a queue", () => {
  it("is fine while a live worker empties it", () => {
    expect(stateOf(status({ heartbeats: [beat()] }))).toMatchObject({
      state: "fine",
      consumers: 1,
      waiting: 2,
      active: 1,
    });
  });

  it("that nobody empties is wrong, also while it is empty", () => {
    for (const heartbeats of [[], [beat({ consumes: ["b"] })], [beat({ ageMs: 60_000 })]])
      expect(stateOf(status({ heartbeats }))?.state).toBe("no-consumer");
  });

  it("of a job that no worker of this version knows is shown because something asks for it", () => {
    const askedByJob = [{ job: "newer", count: 3, oldestAt: ago(1_000) }];
    expect(stateOf(status({ heartbeats: [beat()], askedByJob }), "newer")).toMatchObject({
      state: "no-consumer",
      asked: 3,
    });
  });

  it("with dead letters, or whose oldest job waits too long, needs a look", () => {
    const heartbeats = [beat()];
    const old = [{ job: "a", count: 1, oldestAt: ago(6 * 60_000) }];
    expect(stateOf(status({ heartbeats, askedByJob: old }))).toMatchObject({
      state: "slow",
      oldestAskedAt: ago(6 * 60_000),
    });
    expect(stateOf(status({ heartbeats, deadByJob: old }))).toMatchObject({
      state: "dead-letters",
      deadCount: 1,
    });
  });
});

describe("a worker", () => {
  it.each([
    [1_000, "fresh"],
    [13_000, "late"],
    [31_000, "silent"],
  ])("heard of %i ms ago is %s", (ageMs, state) => {
    expect(beatStateOf({ beatAt: ago(ageMs) }, NOW)).toBe(state);
  });
});

describe("a periodic job", () => {
  it("is late when it missed three turns and a minute, and not before anybody says how often it is due", () => {
    const periods = periodsOf(status({ heartbeats: [beat(), beat({ ownsSchedule: true })] }));
    expect(periods).toEqual({ sweep: 10_000 });
    expect(isRunLate({ lastFinishedAt: ago(80_000) }, periods.sweep, NOW)).toBe(false);
    expect(isRunLate({ lastFinishedAt: ago(91_000) }, periods.sweep, NOW)).toBe(true);
    expect(isRunLate({ lastFinishedAt: null }, periods.sweep, NOW)).toBe(true);
    expect(isRunLate({ lastFinishedAt: null }, undefined, NOW)).toBe(false);
  });
});
