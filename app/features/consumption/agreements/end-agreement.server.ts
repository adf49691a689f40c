import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { announce } from "../webhooks/request-delivery.server.ts";
import { agreementAct, lockAgreements, SIGNER_ROLES } from "./locked-agreements.server.ts";

export type EndResult = { ok: true; repeated: boolean } | { ok: false; reason: "not-found" | "never-signed" };

/**
 * Ends an agreement before its last day, with a reason that everybody reads. From this moment no order counts; what
 * accrued before is still stated and due, because a promise in public must be kept (慈善法 Art. 41).
 */
export async function endAgreement(input: {
  agreementId: string;
  organizationId: string;
  userId: string;
  why: string;
  now: Date;
}): Promise<EndResult> {
  return transaction(async (tx): Promise<EndResult> => {
    const [agreement] = await lockAgreements(
      tx,
      [input.agreementId],
      { ...input, side: "charity" },
      SIGNER_ROLES,
    );
    if (!agreement) return { ok: false, reason: "not-found" };
    if (agreement.endedAt) return { ok: true, repeated: true };
    // A proposal that nobody is bound by is withdrawn, not ended.
    if (agreement.confirmedOn === null) return { ok: false, reason: "never-signed" };
    await tx.run("update consumption_agreement set ended_at = $2, ended_reason = $3 where id = $1", [
      agreement.id,
      input.now,
      input.why,
    ]);
    await recordAct(tx, agreementAct(input, "consumption-agreement-ended", { id: agreement.id }));
    await announce(tx, {
      organizationId: agreement.merchantId,
      type: "agreement.ended",
      subjectId: agreement.id,
      at: input.now,
    });
    return { ok: true, repeated: false };
  });
}
