import { shanghaiDay } from "#app/lib/time.ts";
import { dueDay, executeDay, MISSED_BEFORE_PAST_DUE, nextPeriod, periodOf } from "./rules.ts";

export type ActKind =
  | "started"
  | "amount-changed"
  | "day-changed"
  | "paused"
  | "resumed"
  | "skipped"
  | "cancelled";
export type Actor = "donor" | "provider" | "platform";

export interface PlanAct {
  kind: ActKind;
  amountFen: bigint | null;
  dayOfMonth: number | null;
  /** skipped: which; paused: the first that is charged again, null until the donor resumes. */
  period: string | null;
  actor: Actor;
  reason: string | null;
  at: Date;
}

export interface PlanCharge {
  period: string;
  donationId: string;
  amountFen: bigint;
  dueOn: string;
  nextTryOn: string | null;
  givenUpAt: Date | null;
  giveUpReason: string | null;
  /** When the money came in; decided by the gift's payment alone. */
  paidAt: Date | null;
  /** A try whose outcome is not known yet. */
  isOpen: boolean;
  failedCount: number;
}

/** What a plan's state follows from: its first terms, its acts in order, its charges. */
export interface PlanFacts {
  amountFen: bigint;
  dayOfMonth: number;
  createdAt: Date;
  /** Who starts a deduction. */
  billing: "ours" | "provider";
  acts: readonly PlanAct[];
  charges: readonly PlanCharge[];
}

/** signing: nothing was signed yet. past-due: so many periods were missed; a later success ends it. */
export type PlanState = "signing" | "active" | "paused" | "past-due" | "cancelled";

export interface PlanNow {
  state: PlanState;
  amountFen: bigint;
  dayOfMonth: number;
  startedAt: Date | null;
  cancelled: PlanAct | null;
  isPaused: boolean;
  pausedUntilPeriod: string | null;
  /** The next day on which money may be taken; null if none is foreseen. */
  nextDueOn: string | null;
  missedInARow: number;
}

const NOT_MISSED = new Set(["skipped", "paused", "cancelled"]);

/** Where a plan stands. Nothing of this is stored, so a late success or failure corrects it by itself. */
export function planNow(facts: PlanFacts, today: string): PlanNow {
  const { acts } = facts;
  const amountFen = acts.findLast((act) => act.amountFen !== null)?.amountFen ?? facts.amountFen;
  const dayOfMonth = acts.findLast((act) => act.dayOfMonth !== null)?.dayOfMonth ?? facts.dayOfMonth;
  const startedAt = acts.find((act) => act.kind === "started")?.at ?? null;
  const cancelled = acts.find((act) => act.kind === "cancelled") ?? null;
  const pause = acts.findLast((act) => act.kind === "paused" || act.kind === "resumed");
  const pausedUntilPeriod = pause?.kind === "paused" ? pause.period : null;
  const isPaused =
    pause?.kind === "paused" && (pausedUntilPeriod === null || dueDay(pausedUntilPeriod, dayOfMonth) > today);
  const missed = missedInARow(facts.charges);
  const now = { amountFen, dayOfMonth, startedAt, cancelled, isPaused, pausedUntilPeriod };
  const stateOf = (): PlanState => {
    if (cancelled) return "cancelled";
    if (!startedAt) return "signing";
    if (isPaused) return "paused";
    return missed >= MISSED_BEFORE_PAST_DUE ? "past-due" : "active";
  };
  return { ...now, state: stateOf(), missedInARow: missed, nextDueOn: nextDueOn(facts, now, today) };
}

/** Periods given up since the last that was paid; what the donor left out is not missed. */
function missedInARow(charges: readonly PlanCharge[]): number {
  let missed = 0;
  for (const charge of [...charges].sort((a, b) => (a.period < b.period ? 1 : -1))) {
    if (charge.paidAt) return missed;
    if (charge.givenUpAt && !NOT_MISSED.has(charge.giveUpReason ?? "")) missed += 1;
  }
  return missed;
}

const MONTHS_AHEAD = 30;

/** The first period that is not charged, skipped or paused, and whose window is not over. */
function nextDueOn(
  facts: PlanFacts,
  now: Pick<PlanNow, "cancelled" | "dayOfMonth" | "isPaused" | "pausedUntilPeriod">,
  today: string,
): string | null {
  if (now.cancelled || (now.isPaused && now.pausedUntilPeriod === null)) return null;
  const from = countsFrom(facts);
  const taken = new Set(facts.charges.map((charge) => charge.period));
  for (const act of facts.acts) if (act.kind === "skipped" && act.period) taken.add(act.period);
  let period = periodOf(from > today ? from : today);
  for (let step = 0; step < MONTHS_AHEAD; step += 1, period = nextPeriod(period)) {
    const due = dueDay(period, now.dayOfMonth);
    const isOver = (facts.billing === "ours" ? executeDay(due) : due) < today;
    const isPaused = now.isPaused && period < (now.pausedUntilPeriod ?? "");
    if (due >= from && !taken.has(period) && !isOver && !isPaused) return due;
  }
  return null;
}

/** Nothing is due before the plan was made, nor, with a new day or after a pause, before that was decided. */
function countsFrom(facts: PlanFacts): string {
  const decided = facts.acts.findLast((act) => act.kind === "day-changed" || act.kind === "resumed");
  return shanghaiDay(decided?.at ?? facts.createdAt);
}
