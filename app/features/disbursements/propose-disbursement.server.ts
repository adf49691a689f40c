import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { holdsRole } from "./locked-disbursement.server.ts";
import type { PayeeInput, PayeeRefusal } from "./payees/payee.ts";
import { hasTheseLines, payeesRefusal, writePayees } from "./payees/write-payees.server.ts";

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
  /** To whom it is paid line by line, where it is paid from here; together the amount. */
  payees?: readonly PayeeInput[];
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
        | "payees-do-not-sum"
        | "payees-two-channels"
        | "too-many-payees"
        | "other-content"
        | PayeeRefusal;
    };

/**
 * Proposes a payment out of a fund. Moves no money: that begins with a second person's approval.
 * Safe to call again with the same id and content.
 */
export async function proposeDisbursement(
  input: ProposeDisbursementInput,
): Promise<ProposeDisbursementResult> {
  return transaction((tx) => proposeDisbursementIn(tx, input));
}

/** The same within the caller's transaction, for what is decided and proposed together. */
export async function proposeDisbursementIn(
  tx: Sql,
  input: ProposeDisbursementInput,
): Promise<ProposeDisbursementResult> {
  invariant(fundIdOf(input.id, "b") === input.fundId, "a disbursement's id carries its fund");
  if (input.amountFen <= 0n) return { ok: false, reason: "amount-not-positive" };
  if (input.beneficiaryCount < 1 || input.personTimes < input.beneficiaryCount)
    return { ok: false, reason: "person-times-below-people" };
  const refusal = payeesRefusal(input.payees ?? [], input.amountFen);
  if (refusal) return { ok: false, reason: refusal };
  if (!(await holdsRole(tx, input.organizationId, input.userId, PROPOSER_ROLES)))
    return { ok: false, reason: "not-permitted" };
  const [fund] = await tx.rows<{ currency: string; hasLine: boolean }>(
    `select f.currency, exists (select from fund_budget_line l
                                where l.fund_id = f.id and l.purpose_code = $3) as "hasLine"
     from fund f where f.id = $1 and f.organization_id = $2 and f.state <> 'draft'`,
    [input.fundId, input.organizationId, input.purposeCode],
  );
  if (!fund) return { ok: false, reason: "fund-not-found" };
  if (!fund.hasLine) return { ok: false, reason: "purpose-not-in-budget" };
  return insertProposal(tx, input, fund.currency);
}

/** People whose lines were stopped since: they are no longer in the counts that were proposed. */
const STOPPED_PEOPLE = `(select count(*) from disbursement_payee l
  where l.fund_id = $1 and l.disbursement_id = $2 and l.stopped_at is not null and l.subject_id is not null
    and disbursement.unpaid_fen > 0)`;

async function insertProposal(
  tx: Sql,
  input: ProposeDisbursementInput,
  currency: string,
): Promise<ProposeDisbursementResult> {
  const { fundId, id, organizationId, payees = [] } = input;
  const place = { fundId, organizationId, disbursementId: id };
  const content = [
    organizationId,
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
    [fundId, id, ...content, input.now],
  );
  if (inserted === 1) {
    await writePayees(tx, place, payees);
    const { amountFen } = input;
    await recordAct(tx, {
      organizationId,
      userId: input.userId,
      act: "disbursement-proposed",
      subjectKind: "disbursement",
      subjectId: id,
      details: { amountFen, lines: payees.length },
      now: input.now,
    });
    return { ok: true, id, repeated: false };
  }
  const [same] = await tx.rows(
    `select 1 as same from disbursement
     where fund_id = $1 and id = $2 and organization_id = $3 and purpose_code = $4 and purpose = $5
       and purpose_en = $6 and payee = $7 and amount_fen + unpaid_fen = $8 and currency = $9
       and beneficiary_count + ${STOPPED_PEOPLE} = $10 and person_times + ${STOPPED_PEOPLE} = $11
       and proposed_by_id = $12`,
    [fundId, id, ...content],
  );
  const isSame = same !== undefined && (await hasTheseLines(tx, place, payees));
  return isSame ? { ok: true, id, repeated: true } : { ok: false, reason: "other-content" };
}
