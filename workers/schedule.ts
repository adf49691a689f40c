import type { PeriodicJobName } from "#workers/job-context.ts";

export type ScheduleEntry = { job: PeriodicJobName; everyMs: number };

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * Every periodic job. They are started by the clock of one worker process and need no Redis: what keeps the
 * books in order goes on without it.
 */
export function scheduleFor({ isDemo }: { isDemo: boolean }): ScheduleEntry[] {
  return [
    { job: "index-transfers", everyMs: 1 * SECOND },
    { job: "snapshot-balances", everyMs: 5 * SECOND },
    { job: "sweep-payments", everyMs: 10 * SECOND },
    { job: "hear-missed-notifications", everyMs: isDemo ? 10 * SECOND : 1 * MINUTE },
    { job: "sweep-refunds", everyMs: 10 * SECOND },
    { job: "sweep-batches", everyMs: 10 * SECOND },
    // The sandbox closes a day at the press of a button; banks and providers do so once a day.
    { job: "fetch-statements", everyMs: isDemo ? 5 * SECOND : 1 * HOUR },
    // In the demo somebody waits for the first deduction.
    { job: "charge-monthly-plans", everyMs: isDemo ? 5 * SECOND : 1 * MINUTE },
    { job: "trace-funds", everyMs: 30 * SECOND },
    { job: "check-funds", everyMs: isDemo ? 1 * MINUTE : 1 * DAY },
    { job: "check-ledger", everyMs: 10 * MINUTE },
    { job: "post-consumption-days", everyMs: isDemo ? 30 * SECOND : 10 * MINUTE },
    { job: "find-signals", everyMs: isDemo ? 1 * MINUTE : 1 * HOUR },
    { job: "fold-tallies", everyMs: 1 * MINUTE },
    { job: "build-credibility-reports", everyMs: 1 * DAY },
    { job: "reseal-credentials", everyMs: 1 * HOUR },
    // Giving itself reads the days of the filings; this only keeps what other pages show.
    { job: "settle-filings", everyMs: 1 * HOUR },
    { job: "screen-gifts", everyMs: isDemo ? 10 * SECOND : 1 * MINUTE },
    { job: "close-pledges", everyMs: 1 * HOUR },
    { job: "plan-disclosures", everyMs: isDemo ? 1 * MINUTE : 1 * DAY },
    // A person is told once a day and a duty once a stage, however often it looks.
    { job: "remind-responsible", everyMs: isDemo ? 1 * MINUTE : 1 * HOUR },
    { job: "deliver-webhooks", everyMs: 2 * SECOND },
    { job: "draw-statements", everyMs: isDemo ? 1 * MINUTE : 1 * HOUR },
    // A merchant who has just paid waits for it.
    { job: "settle-statements", everyMs: 5 * SECOND },
    { job: "pursue-statements", everyMs: isDemo ? 1 * MINUTE : 1 * HOUR },
    { job: "prune-records", everyMs: 1 * DAY },
  ];
}
