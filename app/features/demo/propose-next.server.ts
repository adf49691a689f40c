import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { findGuidePayment, type GuideProject } from "./queries.server.ts";
import { demoUserId } from "./sign-in-as.server.ts";

export type ProposeNextResult = { ok: true } | { ok: false; reason: "nothing-to-spend" | "not-proposed" };

/**
 * For whoever walks after somebody else: the clerk proposes to spend what is there, so that the new visitor's
 * gift is used too. Does nothing while a proposal waits.
 */
export async function proposeNext(project: GuideProject, now: Date): Promise<ProposeNextResult> {
  const waiting = await findGuidePayment(project.fundId, null, null);
  if (waiting) return { ok: true };
  const { spendableFen } = await spendableOf(project.fundId);
  if (spendableFen <= 0n) return { ok: false, reason: "nothing-to-spend" };
  const people = Number(spendableFen / 2_000n) + 1;
  const proposed = await proposeDisbursement({
    id: newFundScopedId("b", project.fundId),
    fundId: project.fundId,
    organizationId: project.organizationId,
    userId: await demoUserId("clerk"),
    amountFen: spendableFen,
    purposeCode: "shoes",
    purpose: `岭脚村棉鞋，${people} 位老人`,
    purposeEn: `Shoes for ${people} in Lingjiao`,
    payee: "县城鞋店（演示）",
    beneficiaryCount: people,
    personTimes: people,
    now,
  });
  return proposed.ok ? { ok: true } : { ok: false, reason: "not-proposed" };
}
