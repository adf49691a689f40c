import { mayAct } from "#app/features/donations/refund-roles.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import type { Recorder } from "./issue-receipts.server.ts";

/** A charity that is trustee, or a trust company: whoever answers for the trust decides. */
export const TIMING_ROLES = ["charity-clerk", "charity-approver", "trustee"] as const;

export type ReceiptTiming = "at-setup" | "at-spend";

export type DecideTimingResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "has-receipts" };

/**
 * When a charitable trust's receipt is given: once, for what was put in at the set-up, or each time the trustee
 * spends, by the charity that receives it (杭州 2022-03-15). While a receipt stands the answer cannot change:
 * the same money would be receipted twice.
 */
export async function decideReceiptTiming(
  input: Recorder & { fundId: string; timing: ReceiptTiming },
): Promise<DecideTimingResult> {
  const { fundId, timing, organizationId, userId, now } = input;
  return transaction(async (tx) => {
    if (!(await mayAct(tx, organizationId, userId, TIMING_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const [trust] = await tx.rows<{ timing: ReceiptTiming | null }>(
      `select receipt_timing as timing from fund where id = $1 and organization_id = $2 and kind = 'trust' for update`,
      [fundId, organizationId],
    );
    if (!trust) return { ok: false, reason: "not-found" };
    if (trust.timing === timing) return { ok: true, repeated: true };
    const [live] = await tx.rows(
      "select 1 from receipt_gift where fund_id = $1 and voided_at is null limit 1",
      [fundId],
    );
    if (live) return { ok: false, reason: "has-receipts" };
    await tx.run("update fund set receipt_timing = $2 where id = $1", [fundId, timing]);
    await recordAct(tx, {
      organizationId,
      userId,
      act: "receipt-timing-decided",
      subjectKind: "trust",
      subjectId: fundId,
      details: { timing },
      now,
    });
    return { ok: true, repeated: false };
  });
}

export interface TrustTiming {
  id: string;
  organizationId: string;
  title: string;
  titleEn: string;
  timing: ReceiptTiming | null;
}

/** The trusts of these organizations and when each gives its receipts. */
export async function listTrustTimings(organizationIds: readonly string[]): Promise<TrustTiming[]> {
  return db.rows<TrustTiming>(
    `select id, organization_id as "organizationId", title, title_en as "titleEn", receipt_timing as timing
     from fund where organization_id = any($1) and kind = 'trust' order by title, id`,
    [organizationIds],
  );
}
