import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { holdsRole, lockDisbursement } from "./locked-disbursement.server.ts";

export interface ConfirmDeliveryInput {
  /** The caller's, "n" + fund + 12. */
  id: string;
  disbursementId: string;
  organizationId: string;
  userId: string;
  people: number;
  /** 人次: at least the number of people. */
  personTimes: number;
  deliveredFen: bigint;
  divisionCode: string | null;
  /** Day in China. */
  deliveredOn: string;
  /** Evidence of this disbursement that shows the delivery, for instance the signed list. */
  proofId: string;
  now: Date;
}

export type ConfirmDeliveryResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "not-paid"
        | "amount-not-positive"
        | "person-times-below-people"
        | "delivered-in-future"
        | "proof-not-found"
        | "division-not-found"
        | "other-content";
    }
  | { ok: false; reason: "above-disbursement"; leftFen: bigint };

/**
 * Confirms that a batch of people received part of a paid disbursement. Only what is delivered is
 * charitable spend (民发〔2026〕12号 Art. 12), so the batches of a disbursement never exceed it.
 * Safe to call again with the same id and content.
 */
export async function confirmDelivery(input: ConfirmDeliveryInput): Promise<ConfirmDeliveryResult> {
  return transaction((tx) => confirmDeliveryIn(tx, input));
}

/** The same within the caller's transaction, for several groups of people at once. */
export async function confirmDeliveryIn(
  tx: Sql,
  input: ConfirmDeliveryInput,
): Promise<ConfirmDeliveryResult> {
  if (input.deliveredFen <= 0n) return { ok: false, reason: "amount-not-positive" };
  if (input.people < 1 || input.personTimes < input.people)
    return { ok: false, reason: "person-times-below-people" };
  if (input.deliveredOn > shanghaiDay(input.now)) return { ok: false, reason: "delivered-in-future" };
  const disbursement = await lockDisbursement(tx, input.disbursementId, input.organizationId);
  if (!disbursement) return { ok: false, reason: "not-found" };
  if (!(await holdsRole(tx, input.organizationId, input.userId, PROPOSER_ROLES)))
    return { ok: false, reason: "not-permitted" };
  const { fundId } = disbursement;
  const content = [
    disbursement.id,
    input.people,
    input.personTimes,
    input.deliveredFen,
    input.divisionCode,
    input.deliveredOn,
    input.proofId,
  ];
  const [known] = await tx.rows<{ same: boolean }>(
    `select (disbursement_id, people, person_times, delivered_fen, delivered_on, proof_id)
              = ($3::text, $4::int, $5::int, $6::int8, $8::date, $9::text)
            and division_code is not distinct from $7::text as same
     from beneficiary_batch where fund_id = $1 and id = $2`,
    [fundId, input.id, ...content],
  );
  if (known) return known.same ? { ok: true, repeated: true } : { ok: false, reason: "other-content" };
  if (!disbursement.paidAt) return { ok: false, reason: "not-paid" };
  const [facts] = await tx.rows<{ deliveredFen: bigint; hasProof: boolean; hasDivision: boolean }>(
    `select coalesce((select sum(delivered_fen) from beneficiary_batch
                      where fund_id = $1 and disbursement_id = $2), 0)::int8 as "deliveredFen",
            exists (select from evidence where fund_id = $1 and id = $3 and disbursement_id = $2) as "hasProof",
            $4::text is null or exists (select from division where code = $4) as "hasDivision"`,
    [fundId, disbursement.id, input.proofId, input.divisionCode],
  );
  if (!facts?.hasProof) return { ok: false, reason: "proof-not-found" };
  if (!facts.hasDivision) return { ok: false, reason: "division-not-found" };
  const leftFen = disbursement.amountFen - facts.deliveredFen;
  if (input.deliveredFen > leftFen) return { ok: false, reason: "above-disbursement", leftFen };
  await tx.run(
    `insert into beneficiary_batch (fund_id, id, disbursement_id, people, person_times, delivered_fen,
       division_code, delivered_on, proof_id, confirmed_by_id, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [fundId, input.id, ...content, input.userId, input.now],
  );
  await recordAct(tx, {
    organizationId: input.organizationId,
    userId: input.userId,
    act: "delivery-confirmed",
    subjectKind: "disbursement",
    subjectId: disbursement.id,
    details: { deliveredFen: input.deliveredFen, deliveredOn: input.deliveredOn },
    now: input.now,
  });
  return { ok: true, repeated: false };
}
