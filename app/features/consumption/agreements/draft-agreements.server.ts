import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { lockFunds } from "#app/features/funds/open-fund.server.ts";
import { recordActs } from "#app/features/identity/record-act.server.ts";
import { sha256Of } from "#app/lib/canonical-json.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { termsJson } from "../rules/terms.ts";
import { agreementAct, DRAFTER_ROLES } from "./locked-agreements.server.ts";
import {
  campaignOf,
  type Proposal,
  type ProposalRefusal,
  refusalOfProposal,
} from "./proposal-place.server.ts";

export interface DraftInput extends Proposal {
  /** The form's own id: sending it twice drafts once. */
  formId: string;
  fundId: string;
  organizationId: string;
  userId: string;
  /** The enterprises that are asked, the same terms for each. */
  merchantIds: readonly string[];
  now: Date;
}

export type EnterpriseOutcome =
  | { merchantId: string; ok: true; agreementId: string; repeated: boolean }
  | {
      merchantId: string;
      /** Null where it is no registered enterprise. */
      name: string | null;
      ok: false;
      reason: "not-an-enterprise" | "already-agreed" | "other-content";
    };

export type DraftResult =
  | { ok: true; outcomes: EnterpriseOutcome[] }
  | { ok: false; reason: "not-found" | "not-permitted" | ProposalRefusal };

/**
 * Drafts an agreement with each of several enterprises, on the same terms, in one transaction. What is wrong with one
 * enterprise never keeps the others back. The fund's lock keeps two clerks from asking the same enterprise twice.
 */
export async function draftAgreements(input: DraftInput): Promise<DraftResult> {
  return transaction(async (tx): Promise<DraftResult> => {
    await lockFunds(tx, [input.fundId]);
    const campaign = await campaignOf(tx, input.fundId, input.organizationId);
    if (!campaign) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, DRAFTER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const refusal = await refusalOfProposal(tx, campaign, input, input.now);
    if (refusal) return { ok: false, reason: refusal };
    const outcomes = await outcomesFor(tx, input);
    await insertDrafts(
      tx,
      input,
      outcomes.flatMap((outcome) => (outcome.ok && !outcome.repeated ? [outcome] : [])),
    );
    return { ok: true, outcomes };
  });
}

async function outcomesFor(tx: Sql, input: DraftInput): Promise<EnterpriseOutcome[]> {
  const merchantIds = [...new Set(input.merchantIds)];
  const sha256 = sha256Of(termsJson(input.terms));
  const idOf = (merchantId: string) =>
    derivedFundScopedId("a", input.fundId, input.formId, input.userId, merchantId);
  const known = await tx.rows<{ id: string; name: string; madeSha256: string | null; isTaken: boolean }>(
    `select m.id, m.name, made.terms_sha256 as "madeSha256",
            exists (
              select from consumption_agreement a
              join consumption_agreement_version v on v.agreement_id = a.id
              where a.fund_id = $3 and a.merchant_id = m.id and a.ended_at is null and v.withdrawn_at is null
                and v.effective_on <= $5::date and v.ends_on >= $4::date
                -- A proposal whose first day has come without both names holds nobody.
                and (v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
                     or v.effective_on > $6::date)
                -- A sponsor may match others and sell as well; two promises for the same order it may not make.
                and (v.terms->'rule'->>'kind' = 'match') = $7) as "isTaken"
     from organization m
     join unnest($1::text[], $2::text[]) as given(merchant_id, agreement_id) on given.merchant_id = m.id
     left join consumption_agreement_version made on made.agreement_id = given.agreement_id and made.number = 1
     where m.kind = 'enterprise' and m.state = 'active'`,
    [
      merchantIds,
      merchantIds.map(idOf),
      input.fundId,
      input.effectiveOn,
      input.endsOn,
      shanghaiDay(input.now),
      input.terms.rule.kind === "match",
    ],
  );
  const byId = new Map(known.map((row) => [row.id, row]));
  return merchantIds.map((merchantId): EnterpriseOutcome => {
    const row = byId.get(merchantId);
    if (!row) return { merchantId, name: null, ok: false, reason: "not-an-enterprise" };
    if (row.madeSha256 !== null)
      return row.madeSha256 === sha256
        ? { merchantId, ok: true, agreementId: idOf(merchantId), repeated: true }
        : { merchantId, name: row.name, ok: false, reason: "other-content" };
    if (row.isTaken) return { merchantId, name: row.name, ok: false, reason: "already-agreed" };
    return { merchantId, ok: true, agreementId: idOf(merchantId), repeated: false };
  });
}

async function insertDrafts(
  tx: Sql,
  input: DraftInput,
  drafts: readonly { merchantId: string; agreementId: string }[],
): Promise<void> {
  if (drafts.length === 0) return;
  const json = termsJson(input.terms);
  const ids = drafts.map(({ agreementId }) => agreementId);
  await tx.run(
    `insert into consumption_agreement (id, fund_id, organization_id, merchant_id, created_by_id, created_at)
     select id, $3, $4, merchant_id, $5, $6 from unnest($1::text[], $2::text[]) as given(id, merchant_id)`,
    [
      ids,
      drafts.map(({ merchantId }) => merchantId),
      input.fundId,
      input.organizationId,
      input.userId,
      input.now,
    ],
  );
  await tx.run(
    `insert into consumption_agreement_version (agreement_id, number, terms, terms_sha256, effective_on, ends_on,
       proposed_by_id, proposed_at)
     select id, 1, $2::jsonb, $3, $4, $5, $6, $7 from unnest($1::text[]) as given(id)`,
    [ids, json, sha256Of(json), input.effectiveOn, input.endsOn, input.userId, input.now],
  );
  await recordActs(
    tx,
    ids.map((id) => agreementAct(input, "consumption-agreement-drafted", { id, number: 1 })),
  );
}
