import { attachEvidence } from "#app/features/disbursements/attach-evidence.server.ts";
import { confirmDelivery } from "#app/features/disbursements/confirm-delivery.server.ts";
import { payDisbursement } from "#app/features/disbursements/pay-disbursement.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { callSandbox } from "./call-sandbox.server.ts";
import { GUIDE_FUND } from "./guide-fund.ts";
import type { GuidePayment, GuideProject } from "./queries.server.ts";
import { demoUserId } from "./sign-in-as.server.ts";

export type PayOutResult = { ok: true } | { ok: false; reason: "sandbox-silent" | "refused" };

const evidenceIdOf = (project: GuideProject, payment: { id: string }, kind: string): string =>
  derivedFundScopedId("e", project.fundId, env().SESSION_SECRET, "guide", payment.id, kind);

/**
 * As the clerk: the played bank pays, the books record it with the bank's number, and the two papers are
 * attached. Pressed twice, it happens once.
 */
export async function payOut(project: GuideProject, payment: GuidePayment, now: Date): Promise<PayOutResult> {
  const clerk = { organizationId: project.organizationId, userId: await demoUserId("clerk") };
  if (!payment.paidAt) {
    const bank = await callSandbox("bank-payment", {
      merchant: GUIDE_FUND.organization,
      amountFen: String(payment.amountFen),
      payee: "县城鞋店（演示）",
      reference: payment.id,
      id: payment.id,
    });
    if (typeof bank?.bankReference !== "string") return { ok: false, reason: "sandbox-silent" };
    const { bankReference } = bank;
    const paidAt = typeof bank.paidAt === "string" ? new Date(bank.paidAt) : now;
    const paid = await payDisbursement({ id: payment.id, ...clerk, paidAt, bankReference, now });
    if (!paid.ok && paid.reason !== "paid-otherwise") return { ok: false, reason: "refused" };
  }
  const papers = [
    [
      "bank-slip",
      "银行回单.csv",
      `收款方,金额（元）\r\n县城鞋店（演示）,${fenToYuan(payment.amountFen)}\r\n`,
    ],
    ["signed-list", "签收表.csv", `村,人数,签收\r\n岭脚村（演示）,${payment.people},已签收\r\n`],
  ] as const;
  for (const [kind, fileName, text] of papers) {
    const attached = await attachEvidence({
      id: evidenceIdOf(project, payment, kind),
      disbursementId: payment.id,
      ...clerk,
      kind,
      fileName,
      content: new TextEncoder().encode(`\uFEFF${text}演示凭证,${payment.id}\r\n`),
      isPublic: true,
      now,
    });
    if (!attached.ok) return { ok: false, reason: "refused" };
  }
  // The bank's row enters the statement when the day is closed.
  await callSandbox("settle", { merchant: GUIDE_FUND.organization });
  return { ok: true };
}

/** As the clerk: the village has signed for it. */
export async function confirmArrival(
  project: GuideProject,
  payment: GuidePayment,
  now: Date,
): Promise<PayOutResult> {
  const confirmed = await confirmDelivery({
    id: derivedFundScopedId("n", project.fundId, env().SESSION_SECRET, "guide", payment.id),
    disbursementId: payment.id,
    organizationId: project.organizationId,
    userId: await demoUserId("clerk"),
    people: payment.people,
    personTimes: payment.people,
    deliveredFen: payment.amountFen,
    divisionCode: null,
    deliveredOn: shanghaiDay(now),
    proofId: evidenceIdOf(project, payment, "signed-list"),
    now,
  });
  return confirmed.ok || confirmed.reason === "above-disbursement"
    ? { ok: true }
    : { ok: false, reason: "refused" };
}
