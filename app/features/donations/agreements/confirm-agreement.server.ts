import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { MONEY_APPROVER_ROLES, mayAct } from "../refund-roles.ts";
import { writeAgreementLetter } from "./agreement-letter.server.ts";
import { lockAgreement } from "./locked-agreement.server.ts";
import type { Agreement } from "./queries.server.ts";

export type ConfirmAgreementResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "drafted-by-yourself"
        | "changed-meanwhile"
        | "not-offered"
        | "signature-differs";
    };

/** A second person of the charity confirms the version that was drafted; then the donor is written to. */
export async function confirmForCharity(input: {
  donationId: string;
  organizationId: string;
  userId: string;
  /** The version that stood on the page. */
  seen: number;
  now: Date;
}): Promise<ConfirmAgreementResult> {
  return transaction(async (tx): Promise<ConfirmAgreementResult> => {
    const agreement = await lockAgreement(tx, input.donationId, input.organizationId);
    const latest = agreement?.versions.at(-1);
    if (!agreement || !latest) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (latest.version !== input.seen) return { ok: false, reason: "changed-meanwhile" };
    if (latest.charityConfirmedAt) return { ok: true, repeated: true };
    if (latest.draftedById === input.userId) return { ok: false, reason: "drafted-by-yourself" };
    await tx.run(
      `update donation_agreement_version set charity_confirmed_by_id = $4, charity_confirmed_at = $5
       where fund_id = $1 and donation_id = $2 and version = $3`,
      [agreement.fundId, agreement.donationId, latest.version, input.userId, input.now],
    );
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "agreement-confirmed",
      subjectKind: "agreement",
      subjectId: agreement.donationId,
      details: { version: latest.version },
      now: input.now,
    });
    await writeAgreementLetter(tx, agreement.donationId, input.now);
    return { ok: true, repeated: false };
  });
}

/**
 * The donor confirms the version that the charity offered, by writing the name once more. The caller has seen
 * the donor's secret.
 */
export async function confirmForDonor(input: {
  donationId: string;
  organizationId: string;
  seen: number;
  signature: string;
  now: Date;
}): Promise<ConfirmAgreementResult> {
  return transaction(async (tx): Promise<ConfirmAgreementResult> => {
    const agreement = await lockAgreement(tx, input.donationId, input.organizationId);
    const latest = agreement?.versions.at(-1);
    if (!agreement || !latest) return { ok: false, reason: "not-found" };
    if (latest.version !== input.seen) return { ok: false, reason: "changed-meanwhile" };
    if (!latest.charityConfirmedAt) return { ok: false, reason: "not-offered" };
    if (plainName(input.signature) !== plainName(latest.terms.partyName))
      return { ok: false, reason: "signature-differs" };
    if (latest.donorConfirmedAt) return { ok: true, repeated: true };
    await markDonorConfirmed(tx, agreement, latest.version, input.now);
    return { ok: true, repeated: false };
  });
}

async function markDonorConfirmed(tx: Sql, agreement: Agreement, version: number, now: Date): Promise<void> {
  await tx.run(
    `update donation_agreement_version set donor_confirmed_at = $4
     where fund_id = $1 and donation_id = $2 and version = $3`,
    [agreement.fundId, agreement.donationId, version, now],
  );
  await recordAct(tx, {
    organizationId: agreement.organizationId,
    userId: null,
    act: "agreement-signed-by-donor",
    subjectKind: "agreement",
    subjectId: agreement.donationId,
    details: { version },
    now,
  });
}

/** A name without what a phone's keyboard adds: spaces, widths, capitals. */
const plainName = (name: string): string => name.normalize("NFKC").replace(/\s+/g, "").toLowerCase();
