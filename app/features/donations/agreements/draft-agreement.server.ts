import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";
import type { AgreementTerms } from "./agreement-terms.ts";
import { lockAgreement } from "./locked-agreement.server.ts";
import { termsSha256 } from "./terms-digest.server.ts";

export interface DraftAgreementInput {
  donationId: string;
  organizationId: string;
  userId: string;
  /** The newest version that the clerk had seen; 0 for none. */
  seen: number;
  use: string;
  deliverOn: string;
  otherTerms: string;
  /** Needed from the second version on. */
  changeReason: string;
  now: Date;
}

export type DraftAgreementResult =
  | { ok: true; version: number; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-permitted" | "changed-meanwhile" | "reason-required" };

/**
 * Writes the next version of an agreement. Names, amount and filing number are the books' own; what both
 * confirmed before stays as it was. Sent twice with the same words, it is one version.
 */
export async function draftAgreement(input: DraftAgreementInput): Promise<DraftAgreementResult> {
  return transaction(async (tx): Promise<DraftAgreementResult> => {
    const agreement = await lockAgreement(tx, input.donationId, input.organizationId);
    if (!agreement) return { ok: false, reason: "not-found" };
    if (!(await mayAct(tx, input.organizationId, input.userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const { use, deliverOn, otherTerms } = input;
    const terms: AgreementTerms = { ...agreement.facts, use, deliverOn, otherTerms };
    const sha256 = termsSha256(terms);
    const latest = agreement.versions.at(-1);
    if (latest?.sha256 === sha256) return { ok: true, version: latest.version, repeated: true };
    if ((latest?.version ?? 0) !== input.seen) return { ok: false, reason: "changed-meanwhile" };
    if (latest && input.changeReason === "") return { ok: false, reason: "reason-required" };
    const version = input.seen + 1;
    await tx.run(
      `insert into donation_agreement_version (fund_id, donation_id, version, terms, change_reason, sha256,
                                               drafted_by_id, drafted_at)
       values ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)`,
      [
        agreement.fundId,
        agreement.donationId,
        version,
        JSON.stringify({ ...terms, amountFen: terms.amountFen.toString() }),
        latest ? input.changeReason : null,
        sha256,
        input.userId,
        input.now,
      ],
    );
    await recordAct(tx, {
      organizationId: input.organizationId,
      userId: input.userId,
      act: "agreement-drafted",
      subjectKind: "agreement",
      subjectId: agreement.donationId,
      details: { version },
      now: input.now,
    });
    return { ok: true, version, repeated: false };
  });
}
