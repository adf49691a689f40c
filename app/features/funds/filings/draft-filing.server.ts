import { createHash } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { canonicalJson } from "#app/lib/canonical-json.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { dropDraft } from "#app/lib/form-draft.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { latestFiled, latestOf, nextKinds, type VersionKind } from "./filing-state.ts";
import {
  type ActingOnFiling,
  holdsRole,
  type LockedFiling,
  lockFilings,
  readLockedFiling,
} from "./locked-filing.server.ts";
import type { FilingPlan } from "./plan.ts";
import { type PlanErrors, readPlan, type Typed } from "./schema.ts";

/** The name of the form whose drafts are kept as typed. */
export const FILING_FORM = "filing";

/** The subject of a draft: the filing, and which version of it is being written. */
export const draftSubject = (filingId: string, kind: VersionKind): string => `${filingId}/${kind}`;

export type DraftFilingResult =
  | { ok: true; version: number; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "not-found" | "under-way" | "ended" | "not-this-kind" }
  | { ok: false; reason: "invalid"; errors: PlanErrors };

export interface DraftFilingInput extends ActingOnFiling {
  kind: VersionKind;
  typed: Typed;
}

/**
 * Hands a plan over to a second person: the first of a campaign, an amendment or a renewal. Writes an immutable
 * version and lets go of what was typed. The id of a new filing is drawn when its form is first shown, so sending
 * the form twice makes one. Sources: 慈善法 Art. 24, MCA Order 74 Arts. 10-12.
 */
export async function draftFiling(input: DraftFilingInput): Promise<DraftFilingResult> {
  const { filingId, organizationId, userId, kind, now } = input;
  return transaction(async (tx): Promise<DraftFilingResult> => {
    if (!(await holdsRole(tx, input, ["charity-clerk", "charity-approver"])))
      return { ok: false, reason: "not-permitted" };
    await lockFilings(tx, organizationId);
    const [organization] = await tx.rows<{ divisionCode: string }>(
      `select division_code as "divisionCode" from organization where id = $1`,
      [organizationId],
    );
    const filing = await readLockedFiling(tx, input);
    if (!filing && (kind !== "plan" || (await isTaken(tx, filingId))))
      return { ok: false, reason: "not-found" };
    const base = filing ? latestFiled(filing.versions) : null;
    const read = readPlan(input.typed, {
      kind,
      today: shanghaiDay(now),
      divisionCode: organization?.divisionCode ?? "",
      base,
    });
    if (!read.ok) return { ok: false, reason: "invalid", errors: read.errors };
    const planSha256 = createHash("sha256").update(canonicalJson(read.plan)).digest("hex");
    const refused = whyNotNow(filing, kind, planSha256, userId);
    if (refused) return refused;
    const errors = await sayWhatIsNotTheirs(tx, organizationId, filingId, kind, read.plan);
    if (errors) return { ok: false, reason: "invalid", errors };
    const version = (filing ? (latestOf(filing.versions)?.number ?? 0) : 0) + 1;
    if (!filing) {
      await tx.run(
        "insert into filing (id, organization_id, created_by_id, created_at) values ($1, $2, $3, $4)",
        [filingId, organizationId, userId, now],
      );
    }
    await insertVersion(tx, { ...input, ...read, version, base: base?.number ?? null, planSha256, filing });
    await dropDraft(tx, { userId, organizationId, form: FILING_FORM, subject: draftSubject(filingId, kind) });
    await recordAct(tx, {
      organizationId,
      userId,
      act: "filing-drafted",
      subjectKind: "filing",
      subjectId: filingId,
      details: { version, kind, startsOn: read.plan.startsOn, endsOn: read.plan.endsOn },
      now,
    });
    return { ok: true, version, repeated: false };
  });
}

/** The same plan by the same person, not yet answered for, is the same form sent again. */
function whyNotNow(
  filing: LockedFiling | null,
  kind: VersionKind,
  planSha256: string,
  userId: string,
): DraftFilingResult | null {
  if (!filing) return null;
  const latest = latestOf(filing.versions);
  if (latest?.state === "drafted" && latest.planSha256 === planSha256 && latest.draftedById === userId)
    return { ok: true, version: latest.number, repeated: true };
  if (filing.endedOn !== null) return { ok: false, reason: "ended" };
  const kinds = nextKinds(filing, filing.versions);
  if (kinds.length === 0) return { ok: false, reason: "under-way" };
  return kinds.includes(kind) ? null : { ok: false, reason: "not-this-kind" };
}

async function isTaken(tx: Sql, filingId: string): Promise<boolean> {
  return (await tx.rows("select 1 from filing where id = $1", [filingId])).length > 0;
}

/** Projects, account and place have to be there, and theirs; no project is raised for under two filings on one day. */
async function sayWhatIsNotTheirs(
  tx: Sql,
  organizationId: string,
  filingId: string,
  kind: VersionKind,
  plan: FilingPlan,
): Promise<PlanErrors | null> {
  const [found] = await tx.rows<{ funds: bigint; isAccount: boolean; isPlace: boolean; overlaps: boolean }>(
    `select (select count(*) from fund where id = any($2) and organization_id = $1 and is_public_campaign
               and kind <> 'trust' and state <> 'ended') as funds,
            exists (select from bank_account where id = $3 and organization_id = $1 and closed_at is null) as "isAccount",
            $4::text is null or exists (select from division where code = $4) as "isPlace",
            exists (select from filing_cover c
                    where c.fund_id = any($2) and c.superseded_at is null
                      and daterange(c.starts_on, c.ends_on, '[]') && daterange($5::date, $6::date, '[]')
                      and not (c.filing_id = $7 and $8 = 'amendment')) as overlaps`,
    [
      organizationId,
      plan.fundIds,
      plan.bankAccountId,
      plan.divisionCode,
      plan.startsOn,
      plan.endsOn,
      filingId,
      kind,
    ],
  );
  const errors: PlanErrors = {};
  if (Number(found?.funds ?? 0n) !== plan.fundIds.length) errors.funds = { key: "errFunds" };
  else if (found?.overlaps) errors.funds = { key: "errOverlap" };
  if (!found?.isAccount) errors.bankAccountId = { key: "errChoose" };
  if (!found?.isPlace) errors.region = { key: "errRegion" };
  return Object.keys(errors).length > 0 ? errors : null;
}

interface NewVersion extends DraftFilingInput {
  plan: FilingPlan;
  changedOn: string | null;
  reason: string;
  version: number;
  base: number | null;
  planSha256: string;
  filing: LockedFiling | null;
}

async function insertVersion(tx: Sql, given: NewVersion): Promise<void> {
  const latest = given.filing ? latestOf(given.filing.versions) : null;
  await tx.run(
    `insert into filing_version (filing_id, number, organization_id, kind, base, completes, plan, plan_sha256, starts_on,
       ends_on, changed_on, reason, drafted_by_id, drafted_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12, $13, $14)`,
    [
      given.filingId,
      given.version,
      given.organizationId,
      given.kind,
      given.kind === "plan" ? null : given.base,
      latest?.state === "returned" ? latest.number : null,
      JSON.stringify(given.plan),
      given.planSha256,
      given.plan.startsOn,
      given.plan.endsOn,
      given.changedOn,
      given.reason,
      given.userId,
      given.now,
    ],
  );
}
