import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { personId, spendersOf } from "./people.ts";
import type { PlannedPayment } from "./plan-spending.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";
import { carryOut } from "./spending.ts";

const ORGANIZATION = "tonglu-charity";
const FUND_ID = stableId.fund("project", "hot-meals");

interface BankRow {
  name: string;
  amountFen: bigint;
  daysAgo: number;
  payee: string;
  reference: string;
  direction?: "in";
}

/**
 * Payments whose bank rows are no pairs: one row for two payments, two rows for one, one under another name,
 * and money that payees gave back, with and without saying of what.
 */
export async function payInOtherShapes(clock: SeedClock): Promise<number> {
  const batch = [
    planned(clock, "raincoats", 9, 18_000n, ["送餐员雨衣", "Raincoats for riders"], "县城服装店（演示）"),
    planned(clock, "gloves", 9, 24_000n, ["送餐员防寒手套", "Gloves for riders"], "县城服装店（演示）"),
  ];
  const parts = planned(
    clock,
    "training",
    8,
    50_000n,
    ["送餐员急救培训", "First-aid training"],
    "县红十字培训站（演示）",
  );
  const otherName = planned(
    clock,
    "signs",
    2,
    12_600n,
    ["送餐点标牌", "Signs at the meal points"],
    "山城广告社（演示）",
  );
  const row = await bankRow(clock, {
    name: "batch",
    amountFen: 42_000n,
    daysAgo: 9,
    payee: "县城服装店（演示）",
    reference: "雨衣和手套",
  });
  for (const payment of batch) await payOut(payment, row, clock);
  await payOut(parts, "HT-2026-118", clock);
  const [half, rest] = [
    { payee: parts.payee, reference: "HT-2026-118 首款" },
    { payee: parts.payee, reference: "HT-2026-118 尾款" },
  ];
  await bankRow(clock, { ...half, name: "first half", amountFen: 30_000n, daysAgo: 8 });
  await bankRow(clock, { ...rest, name: "second half", amountFen: 20_000n, daysAgo: 7 });
  await payOut(otherName, "手工登记 11-0", clock);
  await bankRow(clock, {
    name: "other name",
    amountFen: 12_600n,
    daysAgo: 2,
    payee: "罗某某",
    reference: "标牌款",
  });
  const back = { daysAgo: 3, direction: "in" as const };
  const returned = batch[1];
  invariant(returned, "two payments in the batch");
  await bankRow(clock, {
    ...back,
    name: "returned",
    amountFen: 3_000n,
    payee: returned.payee,
    reference: `退货款 ${returned.id}`,
  });
  await bankRow(clock, {
    ...back,
    name: "returned unsaid",
    amountFen: 4_200n,
    payee: parts.payee,
    reference: "多收退回",
  });
  return batch.length + 2;
}

function planned(
  clock: SeedClock,
  name: string,
  daysAgo: number,
  amountFen: bigint,
  [purpose, purposeEn]: readonly [string, string],
  payee: string,
): PlannedPayment {
  return {
    id: stableId.ofFund("b", FUND_ID, name),
    fundId: FUND_ID,
    organization: ORGANIZATION,
    divisionCode: "330122210",
    amountFen,
    purposeCode: "administration",
    purpose,
    purposeEn,
    payee,
    people: 24,
    personTimes: 24,
    proposedAt: clock.at(clock.day(-daysAgo - 2), 10, 20),
    approvedAt: clock.at(clock.day(-daysAgo - 1), 14, 5),
    paidAt: clock.at(clock.day(-daysAgo), 9, 40),
    stage: "approved",
  };
}

/** Proposed and approved as any other; then paid under the number that the clerk wrote down. */
async function payOut(payment: PlannedPayment, bankReference: string, clock: SeedClock): Promise<void> {
  await carryOut(payment, clock);
  const { id, paidAt } = payment;
  const userId = personId(spendersOf(ORGANIZATION).clerk);
  const organizationId = stableId.organization(ORGANIZATION);
  const paid = await payDisbursement({ id, organizationId, userId, paidAt, bankReference, now: paidAt });
  invariant(paid.ok, `${payment.purpose}: ${paid.ok ? "" : paid.reason}`);
}

/** A row at the played bank; its number. */
async function bankRow(clock: SeedClock, { name, daysAgo, ...row }: BankRow): Promise<string> {
  const { bankReference } = await askSandbox<{ bankReference: string }>("/control/bank-payment", {
    merchant: ORGANIZATION,
    ...row,
    paidAt: clock.at(clock.day(-daysAgo), 10, 15),
    id: `seed-shape-${name}`,
  });
  return bankReference;
}
