import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { openFund } from "#app/features/funds/open-fund.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { dropDraft } from "#app/lib/form-draft.server.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";
import { PROJECT_ROLES, type ProjectKind } from "./project-codes.ts";
import { projectDraftKey } from "./project-draft.server.ts";
import { type ProjectFields, PUBLISHED_FIELDS } from "./project-fields.ts";

export interface SaveInput extends Acting {
  /** The form's own id: sending it twice saves once. */
  formId: string;
  fields: ProjectFields;
}

export type CreateProjectResult =
  | { ok: true; fundId: string; slug: string; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "place-not-found" | "other-content" };

/**
 * Makes a project as a draft and opens its fund, in one transaction. The fund's id comes with the form, the address of
 * its page follows from the English name and the id. Safe to call again with the same form.
 */
export async function createProject(input: SaveInput): Promise<CreateProjectResult> {
  return transaction((tx) => createProjectIn(tx, input, "project"));
}

/** The same in the caller's transaction, for either kind of fund that lives as a project. */
export async function createProjectIn(
  tx: Sql,
  input: SaveInput,
  kind: ProjectKind,
): Promise<CreateProjectResult> {
  if (!(await holdsRole(tx, input.organizationId, input.userId, PROJECT_ROLES)))
    return { ok: false, reason: "not-permitted" };
  if (!(await isPlace(tx, input.fields.divisionCode))) return { ok: false, reason: "place-not-found" };
  const slug = slugOf(input.fields.titleEn, input.fundId);
  const opened = await tx.run(
    `insert into fund (id, organization_id, kind, slug, title, title_en, category, division_code, state, currency,
       created_at)
     values ($1, $2, $9, $3, $4, $5, $6, $7, 'draft', 'CNY', $8) on conflict (id) do nothing`,
    [
      input.fundId,
      input.organizationId,
      slug,
      input.fields.title,
      input.fields.titleEn,
      input.fields.category,
      input.fields.divisionCode,
      input.now,
      kind,
    ],
  );
  if (opened === 0) return findMade(tx, input);
  await tx.run(
    "insert into project (fund_id, organization_id, created_by_id, created_at) values ($1, $2, $3, $4)",
    [input.fundId, input.organizationId, input.userId, input.now],
  );
  await openFund(tx, { id: input.fundId, organizationId: input.organizationId, currency: "CNY" });
  await writeFields(tx, input.fundId, input.fields);
  await writeVersion(tx, input, "");
  await dropDraft(tx, projectDraftKey({ ...input, kind }));
  await recordAct(tx, projectAct(input, "project-created"));
  return { ok: true, fundId: input.fundId, slug, repeated: false };
}

async function findMade(tx: Sql, input: SaveInput): Promise<CreateProjectResult> {
  const [made] = await tx.rows<{ slug: string; isSame: boolean }>(
    `select f.slug, exists (select from project_version v where v.fund_id = f.id and v.id = $3) as "isSame"
     from fund f where f.id = $1 and f.organization_id = $2`,
    [input.fundId, input.organizationId, input.formId],
  );
  return made?.isSame
    ? { ok: true, fundId: input.fundId, slug: made.slug, repeated: true }
    : { ok: false, reason: "other-content" };
}

export type EditProjectResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | {
      ok: false;
      reason: "place-not-found" | "waiting-for-release" | "ended" | "reason-missing" | "published-fields";
    };

/**
 * Saves the form of a project as its next version. Once published, what gifts were given under stays (see
 * PUBLISHED_FIELDS) and each change says why; while a release is waited for nothing changes under its reader.
 */
export async function editProject(input: SaveInput & { why: string }): Promise<EditProjectResult> {
  return transaction(async (tx): Promise<EditProjectResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    const { project } = locked;
    if (await isSaved(tx, input.formId)) return { ok: true, repeated: true };
    if (project.releaseId) return { ok: false, reason: "waiting-for-release" };
    if (project.state === "ended") return { ok: false, reason: "ended" };
    if (!(await isPlace(tx, input.fields.divisionCode))) return { ok: false, reason: "place-not-found" };
    if (project.publishedAt) {
      if (input.why === "") return { ok: false, reason: "reason-missing" };
      if (!(await keepsPublished(tx, input))) return { ok: false, reason: "published-fields" };
    }
    await writeFields(tx, input.fundId, input.fields);
    await writeVersion(tx, input, input.why);
    await dropDraft(tx, projectDraftKey({ ...input, kind: project.kind }));
    await recordAct(tx, projectAct(input, "project-edited"));
    return { ok: true, repeated: false };
  });
}

/** A short address out of the English name; the fund's id keeps it apart from every other. */
export function slugOf(titleEn: string, fundId: string): string {
  const words = titleEn
    .toLowerCase()
    .normalize("NFKD")
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "");
  return words === "" ? fundId : `${words}-${fundId.slice(0, 4)}`;
}

async function isPlace(tx: Sql, divisionCode: string): Promise<boolean> {
  return (await tx.rows("select 1 as found from division where code = $1", [divisionCode])).length > 0;
}

async function isSaved(tx: Sql, formId: string): Promise<boolean> {
  return (await tx.rows("select 1 as found from project_version where id = $1", [formId])).length > 0;
}

async function keepsPublished(tx: Sql, { fundId, fields }: SaveInput): Promise<boolean> {
  const [kept] = await tx.rows<Pick<ProjectFields, (typeof PUBLISHED_FIELDS)[number]>>(
    `select f.title, f.is_public_campaign as "isPublicCampaign", p.beneficiary_group as "beneficiaryGroup", f.category,
            f.division_code as "divisionCode", coalesce(f.starts_on::text, '') as "startsOn", f.surplus
     from fund f join project p on p.fund_id = f.id where f.id = $1`,
    [fundId],
  );
  // What an older project never had may be filled in once.
  return (
    kept !== undefined && PUBLISHED_FIELDS.every((name) => kept[name] === "" || kept[name] === fields[name])
  );
}

async function writeFields(tx: Sql, fundId: string, fields: ProjectFields): Promise<void> {
  await tx.run(
    `update fund set title = $2, title_en = $3, lead = $4, lead_en = $5, story = $6, story_en = $7,
       is_public_campaign = $8, beneficiaries = $9, beneficiaries_en = $10, category = $11, division_code = $12,
       starts_on = $13, ends_on = $14, goal_fen = $15, surplus = $16, surplus_en = $17, amount_hint = $18,
       amount_hint_en = $19
     where id = $1`,
    [
      fundId,
      fields.title,
      fields.titleEn,
      fields.lead,
      fields.leadEn,
      fields.story,
      fields.storyEn,
      fields.isPublicCampaign,
      fields.beneficiaries,
      fields.beneficiariesEn,
      fields.category,
      fields.divisionCode,
      fields.startsOn,
      fields.endsOn,
      fields.goalFen,
      fields.surplus,
      fields.surplusEn,
      fields.amountHint,
      fields.amountHintEn,
    ],
  );
  await tx.run(
    "update project set project_no = $2, beneficiary_group = $3, working_mode = $4 where fund_id = $1",
    [fundId, fields.projectNo || null, fields.beneficiaryGroup, fields.workingMode],
  );
}

async function writeVersion(tx: Sql, input: SaveInput, why: string): Promise<void> {
  const fields = JSON.stringify(input.fields, (_, value) =>
    typeof value === "bigint" ? value.toString() : value,
  );
  await tx.run(
    `insert into project_version (fund_id, version, id, fields, reason, saved_by_id, saved_at)
     select $1, coalesce(max(version), 0) + 1, $2, $3, $4, $5, $6 from project_version where fund_id = $1`,
    [input.fundId, input.formId, fields, why, input.userId, input.now],
  );
}
