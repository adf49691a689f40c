import { screeningHolds } from "#app/features/donations/screening/holds.server.ts";
import { moneyBackWaiting } from "#app/features/donations/work/money-back-waiting.server.ts";
import { fundFigures } from "#app/features/funds/queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { type WaitingPayouts, waitingPayouts } from "./batches/queue.server.ts";
import { type SpendingFund, spendingFunds } from "./budget-queries.server.ts";
import { type NextAct, nextAct } from "./disbursement-state.ts";
import { listWorkDisbursements, type WorkDisbursement } from "./queries.server.ts";

/** As many of each kind as a day's list shows. */
const TASKS_SHOWN = 50;

export interface Task {
  disbursement: WorkDisbursement;
  act: Exclude<NextAct, null>;
  since: Date;
}

export interface FundMoney {
  fund: SpendingFund;
  spendableFen: bigint;
  committedFen: bigint;
  unsettledFen: bigint;
}

export interface Today {
  payouts: WaitingPayouts;
  mine: Task[];
  others: Task[];
  money: FundMoney[];
  openBreaks: { count: number; fen: bigint };
  /** Refunds that wait for a second person, and payments that fit nothing. */
  moneyBack: { refundCount: number; refundFen: bigint; quarantineCount: number; heldFen: bigint };
}

/** What waits for one person, what waits for others, and what there is to spend. */
export async function todayOf(person: {
  userId: string;
  roles: readonly string[];
  organizationIds: readonly string[];
}): Promise<Today> {
  const page = { after: null, limit: TASKS_SHOWN };
  const [proposed, approved, paid, funds, openBreaks, moneyBack, payouts] = await Promise.all([
    listWorkDisbursements(person.organizationIds, { ...page, state: "proposed" }),
    listWorkDisbursements(person.organizationIds, { ...page, state: "approved" }),
    listWorkDisbursements(person.organizationIds, { ...page, state: "paid" }),
    spendingFunds(person.organizationIds),
    openBreaksOf(person.organizationIds),
    moneyBackWaiting(person.organizationIds),
    waitingPayouts(person.organizationIds),
  ]);
  const tasks = [...proposed, ...approved, ...paid]
    .flatMap((disbursement): Task[] => {
      const act = nextAct(disbursement, person);
      const since = disbursement.paidAt ?? disbursement.approvedAt ?? disbursement.proposedAt;
      return act ? [{ disbursement, act, since }] : [];
    })
    .sort((a, b) => a.since.getTime() - b.since.getTime());
  return {
    mine: tasks.filter(({ act }) => act !== "wait-for-approval"),
    others: tasks.filter(({ act }) => act === "wait-for-approval"),
    money: await moneyOf(funds),
    openBreaks,
    moneyBack,
    payouts,
  };
}

async function moneyOf(funds: readonly SpendingFund[]): Promise<FundMoney[]> {
  const ids = funds.map(({ id }) => id);
  const [figures, holds] = await Promise.all([fundFigures(ids), screeningHolds(ids)]);
  return funds.map((fund) => {
    const { availableFen = 0n, unsettledFen = 0n, committedFen = 0n } = figures.get(fund.id) ?? {};
    const leftFen = availableFen - unsettledFen - (holds.get(fund.id) ?? 0n);
    return { fund, spendableFen: leftFen > 0n ? leftFen : 0n, committedFen, unsettledFen };
  });
}

async function openBreaksOf(organizationIds: readonly string[]): Promise<{ count: number; fen: bigint }> {
  const [row] = await db.rows<{ count: number; fen: bigint }>(
    `select count(*)::int4 as count, coalesce(sum(abs(amount_fen)), 0)::int8 as fen
     from reconciliation_break where organization_id = any($1) and state = 'open'`,
    [organizationIds],
  );
  return row ?? { count: 0, fen: 0n };
}
