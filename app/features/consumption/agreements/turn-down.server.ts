import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import type { SeenVersion } from "./confirm-agreements.server.ts";
import {
  type ActingSide,
  agreementAct,
  DRAFTER_ROLES,
  lockAgreements,
  MERCHANT_ROLES,
} from "./locked-agreements.server.ts";

export type TurnDownResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "changed-meanwhile" | "already-signed" | "not-offered" };

/**
 * Takes a proposal off the table while not both have signed it: the charity withdraws it, the enterprise declines it.
 * Terms that hold already are not touched. The reason is for the other side.
 */
export async function turnDown(
  input: ActingSide & { seen: SeenVersion; why: string },
): Promise<TurnDownResult> {
  const roles = input.side === "charity" ? DRAFTER_ROLES : MERCHANT_ROLES;
  return transaction(async (tx): Promise<TurnDownResult> => {
    const [agreement] = await lockAgreements(tx, [input.seen.agreementId], input, roles);
    if (!agreement) return { ok: false, reason: "not-found" };
    if (agreement.number !== input.seen.number) return { ok: false, reason: "changed-meanwhile" };
    if (agreement.withdrawnAt) return { ok: true, repeated: true };
    if (agreement.charityConfirmedAt && agreement.merchantConfirmedAt)
      return { ok: false, reason: "already-signed" };
    // What the charity has not offered yet is not the enterprise's to decline.
    if (input.side === "merchant" && !agreement.charityConfirmedAt)
      return { ok: false, reason: "not-offered" };
    await tx.run(
      `update consumption_agreement_version
       set withdrawn_by_id = $3, withdrawn_at = $4, withdrawn_by = $5, withdrawn_reason = $6
       where agreement_id = $1 and number = $2`,
      [agreement.id, agreement.number, input.userId, input.now, input.side, input.why || null],
    );
    const act =
      input.side === "charity" ? "consumption-agreement-withdrawn" : "consumption-agreement-refused";
    await recordAct(tx, agreementAct(input, act, agreement));
    return { ok: true, repeated: false };
  });
}
