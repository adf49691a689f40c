import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import type { GuidePayment, GuideProject } from "./queries.server.ts";
import { demoUserId } from "./sign-in-as.server.ts";

export type ProposeNextResult = { ok: true } | { ok: false; reason: "nothing-to-spend" | "not-proposed" };

/**
 * For whoever walks after somebody else: the clerk proposes to spend what is there, so that the new visitor's
 * gift is used too. A proposal that waits but would not reach that gift is taken back first; one that would is
 * left as it is.
 */
export async function proposeNext(
  project: GuideProject,
  waiting: GuidePayment | null,
  now: Date,
): Promise<ProposeNextResult> {
  const userId = await demoUserId("clerk");
  if (waiting && (waiting.approvedAt || waiting.amountFen > waiting.aheadOfGiftFen)) return { ok: true };
  if (waiting) {
    const { organizationId } = project;
    const withdrawn = await withdrawDisbursement({ id: waiting.id, organizationId, userId, now });
    if (!withdrawn.ok) return { ok: false, reason: "not-proposed" };
  }
  const { spendableFen } = await spendableOf(project.fundId);
  if (spendableFen <= 0n) return { ok: false, reason: "nothing-to-spend" };
  const people = Number((spendableFen + 1_999n) / 2_000n);
  const proposed = await proposeDisbursement({
    id: newFundScopedId("b", project.fundId),
    fundId: project.fundId,
    organizationId: project.organizationId,
    userId,
    amountFen: spendableFen,
    purposeCode: "shoes",
    purpose: `岭脚村棉鞋 ${people} 双`,
    purposeEn: `Shoes for Lingjiao, pairs: ${people}`,
    payee: "县城鞋店（演示）",
    beneficiaryCount: people,
    personTimes: people,
    now,
  });
  return proposed.ok ? { ok: true } : { ok: false, reason: "not-proposed" };
}
