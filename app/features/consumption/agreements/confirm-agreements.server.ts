import { recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { startOfShanghaiDay } from "#app/lib/time.ts";
import { announceAll } from "../webhooks/request-delivery.server.ts";
import {
  type ActingSide,
  agreementAct,
  type LockedAgreement,
  lockAgreements,
  MERCHANT_ROLES,
  SIGNER_ROLES,
} from "./locked-agreements.server.ts";
import { writeOfferLetters } from "./offer-letters.server.ts";

/** A version as it stood on the page of the person who signs. */
export interface SeenVersion {
  agreementId: string;
  number: number;
}

export type ConfirmRefusal =
  | "not-found"
  | "changed-meanwhile"
  | "withdrawn"
  | "ended"
  | "too-late"
  | "own-proposal"
  | "not-offered"
  | "campaign-not-open"
  | "campaign-not-filed";

export type ConfirmOutcome =
  | { agreementId: string; ok: true; repeated: boolean }
  | { agreementId: string; ok: false; reason: ConfirmRefusal };

/**
 * A second person of the charity confirms versions, one or an afternoon's worth; each is offered to its enterprise, which
 * is written to. What is wrong with one keeps no other back. The campaign is open and filed by then (慈善法 Art. 24).
 */
export async function confirmForCharity(input: {
  organizationId: string;
  userId: string;
  seen: readonly SeenVersion[];
  now: Date;
}): Promise<ConfirmOutcome[]> {
  const acting: ActingSide = { ...input, side: "charity" };
  return transaction(async (tx) => {
    const locked = await lockAgreements(tx, idsOf(input.seen), acting, SIGNER_ROLES);
    const outcomes = outcomesOf(
      input.seen,
      locked,
      (agreement) => {
        if (agreement.charityConfirmedAt) return "done";
        if (agreement.proposedById === input.userId) return "own-proposal";
        if (agreement.campaignState !== "open") return "campaign-not-open";
        return agreement.isFiled ? null : "campaign-not-filed";
      },
      input.now,
    );
    const fresh = freshOf(outcomes, locked);
    await mark(tx, "charity", fresh, acting);
    await writeOfferLetters(
      tx,
      fresh.map(({ id }) => id),
      input.now,
    );
    return outcomes;
  });
}

/** The enterprise confirms what the charity stands by; from then on both are bound, and the public can read it. */
export async function confirmForMerchant(input: {
  organizationId: string;
  userId: string;
  seen: SeenVersion;
  now: Date;
}): Promise<ConfirmOutcome> {
  const acting: ActingSide = { ...input, side: "merchant" };
  return transaction(async (tx) => {
    const locked = await lockAgreements(tx, [input.seen.agreementId], acting, MERCHANT_ROLES);
    const [outcome] = outcomesOf(
      [input.seen],
      locked,
      (agreement) => {
        if (!agreement.charityConfirmedAt) return "not-offered";
        return agreement.merchantConfirmedAt ? "done" : null;
      },
      input.now,
    );
    const fresh = freshOf(outcome ? [outcome] : [], locked);
    await mark(tx, "merchant", fresh, acting);
    await announceAll(
      tx,
      fresh.map(({ id, merchantId }) => ({
        organizationId: merchantId,
        type: "agreement.confirmed",
        subjectId: id,
        at: input.now,
      })),
    );
    return outcome ?? { agreementId: input.seen.agreementId, ok: false, reason: "not-found" };
  });
}

const idsOf = (seen: readonly SeenVersion[]): string[] => [
  ...new Set(seen.map(({ agreementId }) => agreementId)),
];

function outcomesOf(
  seen: readonly SeenVersion[],
  locked: readonly LockedAgreement[],
  judge: (agreement: LockedAgreement) => "done" | ConfirmRefusal | null,
  now: Date,
): ConfirmOutcome[] {
  const byId = new Map(locked.map((agreement) => [agreement.id, agreement]));
  return seen.map(({ agreementId, number }): ConfirmOutcome => {
    const agreement = byId.get(agreementId);
    if (!agreement) return { agreementId, ok: false, reason: "not-found" };
    if (agreement.number !== number) return { agreementId, ok: false, reason: "changed-meanwhile" };
    if (agreement.withdrawnAt) return { agreementId, ok: false, reason: "withdrawn" };
    const verdict = judge(agreement);
    if (verdict === "done") return { agreementId, ok: true, repeated: true };
    if (agreement.endedAt) return { agreementId, ok: false, reason: "ended" };
    // 慈善法 Art. 37: signed before the sales begin. The store holds the same line.
    if (now >= startOfShanghaiDay(agreement.effectiveOn))
      return { agreementId, ok: false, reason: "too-late" };
    return verdict ? { agreementId, ok: false, reason: verdict } : { agreementId, ok: true, repeated: false };
  });
}

function freshOf(outcomes: readonly ConfirmOutcome[], locked: readonly LockedAgreement[]): LockedAgreement[] {
  const fresh = new Set(
    outcomes.flatMap((outcome) => (outcome.ok && !outcome.repeated ? [outcome.agreementId] : [])),
  );
  return locked.filter(({ id }) => fresh.has(id));
}

async function mark(
  tx: Sql,
  side: ActingSide["side"],
  agreements: readonly LockedAgreement[],
  acting: ActingSide,
): Promise<void> {
  if (agreements.length === 0) return;
  await tx.run(
    `update consumption_agreement_version v set ${side}_confirmed_by_id = $3, ${side}_confirmed_at = $4
     from unnest($1::text[], $2::int4[]) as given(id, number)
     where v.agreement_id = given.id and v.number = given.number`,
    [agreements.map(({ id }) => id), agreements.map(({ number }) => number), acting.userId, acting.now],
  );
  await recordActs(
    tx,
    agreements.map((agreement) => agreementAct(acting, "consumption-agreement-confirmed", agreement)),
  );
}
