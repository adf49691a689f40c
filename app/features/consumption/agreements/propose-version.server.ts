import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { sha256Of } from "#app/lib/canonical-json.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { termsJson } from "../rules/terms.ts";
import {
  agreementAct,
  DRAFTER_ROLES,
  type LockedAgreement,
  lockAgreements,
} from "./locked-agreements.server.ts";
import {
  campaignOf,
  type Proposal,
  type ProposalRefusal,
  refusalOfProposal,
} from "./proposal-place.server.ts";

export interface ProposeVersionInput extends Proposal {
  agreementId: string;
  organizationId: string;
  userId: string;
  /** The newest version that stood on the page: a later one in between is not passed over unseen. */
  seen: number;
  /** Why the terms change; both sides and the public read it. */
  why: string;
  now: Date;
}

export type ProposeVersionResult =
  | { ok: true; number: number; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "changed-meanwhile"
        | "ended"
        | "proposal-open"
        | "before-held-terms"
        | "rule-changes-class"
        | "already-agreed"
        | ProposalRefusal;
    };

/**
 * Proposes the next version of an agreement, for a later day. What was confirmed stays as it was and holds until then:
 * every order keeps the version that it was computed with.
 */
export async function proposeVersion(input: ProposeVersionInput): Promise<ProposeVersionResult> {
  const fundId = fundIdOf(input.agreementId, "a");
  if (!fundId) return { ok: false, reason: "not-found" };
  return transaction(async (tx): Promise<ProposeVersionResult> => {
    await lockFunds(tx, [fundId]);
    const acting = { ...input, side: "charity" as const };
    const [agreement] = await lockAgreements(tx, [input.agreementId], acting, DRAFTER_ROLES);
    const campaign = await campaignOf(tx, fundId, input.organizationId);
    if (!agreement || !campaign) return { ok: false, reason: "not-found" };
    const json = termsJson(input.terms);
    if (isRepeated(agreement, input, sha256Of(json)))
      return { ok: true, number: agreement.number, repeated: true };
    if (agreement.number !== input.seen) return { ok: false, reason: "changed-meanwhile" };
    const refusal =
      refusalOfNext(agreement, input) ??
      (await refusalOfProposal(tx, campaign, input, input.now)) ??
      (await refusalOfNeighbours(tx, agreement, input));
    if (refusal) return { ok: false, reason: refusal };
    const number = agreement.number + 1;
    await tx.run(
      `insert into consumption_agreement_version (agreement_id, number, terms, terms_sha256, effective_on, ends_on,
         proposed_by_id, proposed_at, change_reason)
       values ($1, $2, $3::jsonb, $4, $5, $6, $7, $8, $9)`,
      [
        agreement.id,
        number,
        json,
        sha256Of(json),
        input.effectiveOn,
        input.endsOn,
        input.userId,
        input.now,
        input.why,
      ],
    );
    const act = agreement.confirmedOn ? "consumption-agreement-amended" : "consumption-agreement-drafted";
    await recordAct(tx, agreementAct(input, act, { id: agreement.id, number }));
    return { ok: true, number, repeated: false };
  });
}

function isRepeated(agreement: LockedAgreement, input: ProposeVersionInput, sha256: string): boolean {
  return (
    agreement.number === input.seen + 1 &&
    agreement.termsSha256 === sha256 &&
    agreement.effectiveOn === input.effectiveOn &&
    agreement.endsOn === input.endsOn &&
    agreement.withdrawnAt === null
  );
}

function refusalOfNext(
  agreement: LockedAgreement,
  input: ProposeVersionInput,
): "ended" | "proposal-open" | "before-held-terms" | null {
  if (agreement.endedAt) return "ended";
  const isConfirmed = agreement.charityConfirmedAt !== null && agreement.merchantConfirmedAt !== null;
  // A proposal that can still be signed is withdrawn first, so that nobody signs what is no longer meant.
  if (!isConfirmed && !agreement.withdrawnAt && agreement.effectiveOn > shanghaiDay(input.now))
    return "proposal-open";
  // Versions follow each other in time as in number: an order's day leads to one of them.
  if (agreement.confirmedOn !== null && input.effectiveOn <= agreement.confirmedOn)
    return "before-held-terms";
  return null;
}

/** Orders are taken by promises and not by a match: an agreement stays what it is, and none of its days is another's. */
async function refusalOfNeighbours(
  tx: Sql,
  agreement: LockedAgreement,
  { terms, effectiveOn, endsOn, now }: ProposeVersionInput,
): Promise<"rule-changes-class" | "already-agreed" | null> {
  const [found] = await tx.rows<{ changesClass: boolean; isTaken: boolean }>(
    `select exists (
              select from consumption_agreement_version
              where agreement_id = $1 and charity_confirmed_at is not null and merchant_confirmed_at is not null
                and (terms->'rule'->>'kind' = 'match') <> $5) as "changesClass",
            exists (
              select from consumption_agreement a join consumption_agreement_version v on v.agreement_id = a.id
              where a.fund_id = $2 and a.merchant_id = $3 and a.id <> $1 and a.ended_at is null
                and v.withdrawn_at is null and v.effective_on <= $7::date and v.ends_on >= $6::date
                and (v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
                     or v.effective_on > $4::date)
                and (v.terms->'rule'->>'kind' = 'match') = $5) as "isTaken"`,
    [
      agreement.id,
      agreement.fundId,
      agreement.merchantId,
      shanghaiDay(now),
      terms.rule.kind === "match",
      effectiveOn,
      endsOn,
    ],
  );
  if (found?.changesClass) return "rule-changes-class";
  return found?.isTaken ? "already-agreed" : null;
}
