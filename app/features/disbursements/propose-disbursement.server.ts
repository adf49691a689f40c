import { db, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { holdsRole } from "./locked-disbursement.server.ts";

export interface ProposeDisbursementInput {
  /** The caller's, "b" + fund + 12: the same one never makes a second proposal. */
  id: string;
  fundId: string;
  organizationId: string;
  userId: string;
  amountFen: bigint;
  /** A line of the fund's budget. */
  purposeCode: string;
  purpose: string;
  purposeEn?: string;
  /** Never public. */
  payee: string;
  beneficiaryCount: number;
  /** 人次: at least the number of people. */
  personTimes: number;
  now: Date;
}

export type ProposeDisbursementResult =
  | { ok: true; id: string; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "fund-not-found"
        | "purpose-not-in-budget"
        | "amount-not-positive"
        | "person-times-below-people"
        | "other-content";
    };

/**
 * Proposes a payment out of a fund. Moves no money: that begins with a second person's approval.
 * Safe to call again with the same id and content.
 */
export async function proposeDisbursement(
  input: ProposeDisbursementInput,
): Promise<ProposeDisbursementResult> {
  invariant(fundIdOf(input.id, "b") === input.fundId, "a disbursement's id carries its fund");
  if (input.amountFen <= 0n) return { ok: false, reason: "amount-not-positive" };
  if (input.beneficiaryCount < 1 || input.personTimes < input.beneficiaryCount)
    return { ok: false, reason: "person-times-below-people" };
  if (!(await holdsRole(db, input.organizationId, input.userId, PROPOSER_ROLES)))
    return { ok: false, reason: "not-permitted" };
  const [fund] = await db.rows<{ currency: string; hasLine: boolean }>(
    `select f.currency, exists (select from fund_budget_line l
                                where l.fund_id = f.id and l.purpose_code = $3) as "hasLine"
     from fund f where f.id = $1 and f.organization_id = $2 and f.state <> 'draft'`,
    [input.fundId, input.organizationId, input.purposeCode],
  );
  if (!fund) return { ok: false, reason: "fund-not-found" };
  if (!fund.hasLine) return { ok: false, reason: "purpose-not-in-budget" };
  return insertProposal(input, fund.currency);
}

async function insertProposal(
  input: ProposeDisbursementInput,
  currency: string,
): Promise<ProposeDisbursementResult> {
  return transaction(async (tx) => {
    const content = [
      input.organizationId,
      input.purposeCode,
      input.purpose,
      input.purposeEn ?? "",
      input.payee,
      input.amountFen,
      currency,
      input.beneficiaryCount,
      input.personTimes,
      input.userId,
    ];
    const inserted = await tx.run(
      `insert into disbursement (fund_id, id, organization_id, purpose_code, purpose, purpose_en, payee, amount_fen,
         currency, beneficiary_count, person_times, proposed_by_id, proposed_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (fund_id, id) do nothing`,
      [input.fundId, input.id, ...content, input.now],
    );
    if (inserted === 1) return { ok: true, id: input.id, repeated: false };
    const [same] = await tx.rows(
      `select 1 as same from disbursement
       where fund_id = $1 and id = $2 and organization_id = $3 and purpose_code = $4 and purpose = $5
         and purpose_en = $6 and payee = $7 and amount_fen = $8 and currency = $9 and beneficiary_count = $10
         and person_times = $11 and proposed_by_id = $12`,
      [input.fundId, input.id, ...content],
    );
    return same ? { ok: true, id: input.id, repeated: true } : { ok: false, reason: "other-content" };
  });
}
