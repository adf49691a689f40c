import { proposeRules } from "#app/features/disbursements/approval/change-rules.server.ts";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { recordInvoice } from "#app/features/disbursements/attachments/record-invoice.server.ts";
import { prepareBatch } from "#app/features/disbursements/batches/prepare-batch.server.ts";
import { releaseBatch } from "#app/features/disbursements/batches/release-batch.server.ts";
import { sendBatch } from "#app/features/disbursements/batches/send-batch.server.ts";
import type { PayeeInput } from "#app/features/disbursements/payees/payee.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { SeedClock } from "./clock.ts";
import { personId, spendersOf } from "./people.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";

const SLUG = "tonglu-charity";
const FUND_ID = stableId.fund("project", "hot-meals");
const INVOICE = "26332000000018823071";
const SENT_BATCH = "PBDEMA2026";
const PREPARED_BATCH = "PBDEMB2026";

/** Riders of the demo: nobody has these names and accounts. */
const RIDERS = [
  ["演示骑手甲", "6217009990000000018"],
  ["演示骑手乙", "6217009990000000026"],
  ["演示骑手丙", "6217009990000000034"],
] as const;

interface Payout {
  name: string;
  purpose: readonly [string, string];
  amountsFen: readonly bigint[];
  daysAgo: number;
}

/**
 * A batch that the bank has paid, with one line come back and waiting in the queue; a batch that waits for its
 * release; one invoice that both months carry; and a change of the approval rules that waits for the approver.
 */
export async function payInBatches(clock: SeedClock): Promise<number> {
  const october = await propose(clock, {
    name: "riders-october",
    purpose: ["送餐员十月补贴", "Riders' allowance, October"],
    amountsFen: [30_000n, 30_000n, 26_000n],
    daysAgo: 6,
  });
  const november = await propose(clock, {
    name: "riders-november",
    purpose: ["送餐员十一月补贴", "Riders' allowance, November"],
    amountsFen: [31_000n, 28_000n, 27_000n],
    daysAgo: 1,
  });
  const account = await accountOf();
  await prepare(clock, SENT_BATCH, account, october, 5);
  const releasedAt = clock.at(clock.day(-5), 15, 10);
  must(await releaseBatch({ ...by("approver", releasedAt), id: SENT_BATCH }));
  const sentAt = clock.at(clock.day(-5), 16, 0);
  must(await sendBatch({ ...by("clerk", sentAt), id: SENT_BATCH, bankReference: "" }));
  await bankRow(clock, {
    name: "batch",
    amountFen: 86_000n,
    daysAgo: 4,
    payee: "代发",
    reference: `${SENT_BATCH} 代发`,
  });
  await bankRow(clock, {
    name: "came back",
    amountFen: 26_000n,
    daysAgo: 3,
    payee: RIDERS[2][0],
    reference: `退汇 账号户名不符 ${SENT_BATCH} 0003`,
    direction: "in",
  });
  await prepare(clock, PREPARED_BATCH, account, november, 0);
  await bothMonthsInvoice(clock, october, november);
  await changeWaits(clock);
  return 2;
}

function by(who: "clerk" | "approver", now: Date) {
  return { organizationId: stableId.organization(SLUG), userId: personId(spendersOf(SLUG)[who]), now };
}

function must(result: { ok: true } | { ok: false; reason: string }): void {
  invariant(result.ok, `payment batches of the demo: ${result.ok ? "" : result.reason}`);
}

async function propose(clock: SeedClock, payout: Payout): Promise<string> {
  const id = stableId.ofFund("b", FUND_ID, payout.name);
  const proposedAt = clock.at(clock.day(-payout.daysAgo - 1), 9, 30);
  const payees = payout.amountsFen.map(
    (amountFen, at): PayeeInput => ({
      name: RIDERS[at]?.[0] ?? "",
      account: RIDERS[at]?.[1] ?? "",
      bank: "建设银行桐庐支行",
      channel: "bank",
      amountFen,
    }),
  );
  must(
    await proposeDisbursement({
      ...by("clerk", proposedAt),
      id,
      fundId: FUND_ID,
      amountFen: payout.amountsFen.reduce((sum, fen) => sum + fen, 0n),
      purposeCode: "administration",
      purpose: payout.purpose[0],
      purposeEn: payout.purpose[1],
      payee: `${payees.length} 位送餐员`,
      beneficiaryCount: 24,
      personTimes: 24,
      payees,
    }),
  );
  const approvedAt = clock.at(clock.day(-payout.daysAgo - 1), 16, 40);
  must(await approveDisbursement({ ...by("approver", approvedAt), id }));
  return id;
}

async function prepare(
  clock: SeedClock,
  id: string,
  payerId: string,
  disbursementId: string,
  daysAgo: number,
): Promise<void> {
  const now = daysAgo === 0 ? clock.now : clock.at(clock.day(-daysAgo), 9, 15);
  const given = { id, channel: "bank" as const, payerId, disbursementIds: [disbursementId] };
  must(await prepareBatch({ ...by("clerk", now), ...given }));
}

async function accountOf(): Promise<string> {
  const [account] = await db.rows<{ id: string }>(
    `select id from bank_account where organization_id = $1 and confirmed_at is not null and closed_at is null
     order by created_at, id limit 1`,
    [stableId.organization(SLUG)],
  );
  invariant(account, "the guide's charity has a bank account");
  return account.id;
}

/** The second month finds the first one's invoice, and says why it is right. */
async function bothMonthsInvoice(clock: SeedClock, october: string, november: string): Promise<void> {
  const invoice = { code: "", number: INVOICE, amountFen: 172_000n, seller: "桐庐骑手互助站（演示）" };
  const given = { ...invoice, issuedOn: clock.day(-7), ...by("clerk", clock.now) };
  const id = (name: string) => transferIdOf("mingshan-demo", "invoice", name);
  must(await recordInvoice({ ...given, id: id("october"), disbursementId: october }));
  const repeatReason = "互助站两个月开了一张发票，各用一半";
  must(await recordInvoice({ ...given, id: id("november"), disbursementId: november, repeatReason }));
}

async function changeWaits(clock: SeedClock): Promise<void> {
  must(
    await proposeRules({
      ...by("clerk", clock.now),
      twoAboveFen: 5_000_000n,
      boardAboveFen: 20_000_000n,
      note: "理事会要求：5 万元以上两个人批，20 万元以上先上理事会。",
    }),
  );
}

interface BankRow {
  name: string;
  amountFen: bigint;
  daysAgo: number;
  payee: string;
  reference: string;
  direction?: "in";
}

async function bankRow(clock: SeedClock, { name, daysAgo, ...row }: BankRow): Promise<void> {
  await askSandbox("/control/bank-payment", {
    merchant: SLUG,
    ...row,
    paidAt: clock.at(clock.day(-daysAgo), 10, 30),
    id: `seed-payout-${name}`,
  });
}
