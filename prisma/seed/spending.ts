import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { confirmDelivery } from "#app/features/disbursements/confirm-delivery.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { rejectDisbursement } from "#app/features/disbursements/reject-disbursement.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { SeedClock } from "./clock.ts";
import { listFile, pdfFile, pngFile } from "./evidence-files.ts";
import { groupBy } from "./group-by.ts";
import { personId, spendersOf } from "./people.ts";
import type { PlannedPayment } from "./plan-spending.ts";
import { stableId } from "./random.ts";
import { askSandbox } from "./sandbox.ts";
import { eachAtOnce } from "./steps.ts";

const HOUR_MS = 3_600_000;

/** Proposes, approves, pays and proves what was planned, each fund in the order of time, through the real verbs. */
export async function spend(payments: readonly PlannedPayment[], clock: SeedClock): Promise<number> {
  const funds = [...groupBy(payments, ({ fundId }) => fundId).values()];
  await eachAtOnce(funds, 6, async (ofFund) => {
    for (const payment of ofFund) await carryOut(payment, clock);
  });
  return payments.length;
}

/** Takes one payment as far as its stage says. */
export async function carryOut(payment: PlannedPayment, clock: SeedClock): Promise<void> {
  const { id, fundId, stage, proposedAt, approvedAt, paidAt } = payment;
  const { clerk, approver } = spendersOf(payment.organization);
  const organizationId = stableId.organization(payment.organization);
  const byClerk = { organizationId, userId: personId(clerk) };
  const byApprover = { organizationId, userId: personId(approver) };
  const { amountFen, purposeCode, purpose, purposeEn, payee, people, personTimes } = payment;
  must(
    await proposeDisbursement({
      id,
      fundId,
      ...byClerk,
      amountFen,
      purposeCode,
      purpose,
      purposeEn,
      payee,
      beneficiaryCount: people,
      personTimes,
      now: proposedAt,
    }),
    payment,
  );
  if (stage === "proposed") return;
  if (stage === "rejected") {
    const why = "发票抬头写错了，改好再提。";
    must(await rejectDisbursement({ id, ...byApprover, why, now: approvedAt }), payment);
    return;
  }
  must(await approveDisbursement({ id, ...byApprover, now: approvedAt }), payment);
  if (stage === "approved") return;
  const bank = await askSandbox<{ bankReference: string }>("/control/bank-payment", {
    merchant: payment.organization,
    amountFen: payment.bankFen ?? amountFen,
    payee,
    reference: id,
    paidAt,
    id,
  });
  must(
    await payDisbursement({ id, ...byClerk, paidAt, bankReference: bank.bankReference, now: paidAt }),
    payment,
  );
  await prove(payment, byClerk, clock);
}

async function prove(
  payment: PlannedPayment,
  byClerk: { organizationId: string; userId: string },
  clock: SeedClock,
): Promise<void> {
  const { id, fundId, stage, paidAt, people, personTimes, amountFen } = payment;
  if (stage === "paid-unproved") return;
  const yuan = `${amountFen / 100n}.${String(amountFen % 100n).padStart(2, "0")}`;
  const attach = async (kind: "invoice" | "signed-list" | "photo", fileName: string, content: Uint8Array) => {
    const evidenceId = stableId.ofFund("e", fundId, id, kind);
    const now = new Date(paidAt.getTime() + 26 * HOUR_MS);
    const file = { id: evidenceId, disbursementId: id, kind, fileName, content, isPublic: true };
    must(await attachEvidence({ ...file, ...byClerk, now: now < clock.now ? now : clock.now }), payment);
    return evidenceId;
  };
  const lines = [
    "演示凭证，内容是虚构的",
    "Demo document, invented",
    `用途：${payment.purpose}`,
    `金额：${yuan} 元`,
  ];
  await attach(
    "invoice",
    `发票-${payment.purpose}.pdf`,
    pdfFile([...lines, `日期：${shanghaiDay(paidAt)}`, `编号：${id}`]),
  );
  if (stage !== "delivered" && stage !== "partly-delivered") return;
  const villages = ["横山", "上坪", "云岭", "岭下"].slice(0, 1 + (people % 4));
  const proofId = await attach(
    "signed-list",
    `签收表-${payment.purpose}.csv`,
    listFile(`${payment.purpose} ${id}`, people, villages),
  );
  if (people % 3 === 0) await attach("photo", "现场.png", pngFile(people + Number(amountFen % 97n), id));
  const deliveredFen = stage === "delivered" ? amountFen : amountFen / 2n;
  const share = stage === "delivered" ? 1 : 2;
  must(
    await confirmDelivery({
      id: stableId.ofFund("n", fundId, id),
      disbursementId: id,
      ...byClerk,
      people: Math.max(1, Math.floor(people / share)),
      personTimes: Math.max(1, Math.floor(personTimes / share)),
      deliveredFen: deliveredFen > 0n ? deliveredFen : amountFen,
      divisionCode: payment.divisionCode,
      deliveredOn: earlier(addDays(shanghaiDay(paidAt), 4), clock.today),
      proofId,
      now: clock.now,
    }),
    payment,
  );
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

function must(result: { ok: true } | { ok: false; reason: string }, payment: PlannedPayment): void {
  invariant(
    result.ok,
    `${payment.purpose} of ${payment.organization}: ${result.ok ? "" : JSON.stringify(result, (_k, v) => (typeof v === "bigint" ? `${v}` : v))}`,
  );
}
