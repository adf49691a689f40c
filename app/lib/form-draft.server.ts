import { db, type Sql } from "#app/lib/db.server.ts";

/** Whose typed text this is, in which form, about what. A colleague's draft is another draft. */
export interface DraftKey {
  userId: string;
  organizationId: string;
  /** The form's name in kebab case, for instance "filing". */
  form: string;
  /** The id of the thing that the form makes (drawn when the form is first shown) or changes. */
  subject: string;
}

export interface FormDraft {
  subject: string;
  /** Field name → what was typed, letter for letter. Every control has a name of its own. */
  typed: Record<string, string>;
  savedAt: Date;
}

export type SaveDraftResult = { ok: true; savedAt: Date } | { ok: false; reason: "too-large" | "too-many" };

/** A longer form than any of ours; the database's own check is wider. */
const MAX_TYPED_BYTES = 128 * 1024;
/** Drafts that one person keeps of one form. */
const MAX_DRAFTS = 50;
/** Buttons and helpers of a form that are not what a person typed. */
const NOT_TYPED = new Set(["intent", "draftSavedAt"]);

/**
 * What a person typed into a form, whether or not it is right. Files are not kept; a box that is not ticked is
 * missing, as browsers send it.
 */
export function typedOf(form: FormData): Record<string, string> {
  const typed: Record<string, string> = {};
  for (const [name, value] of form) {
    if (typeof value === "string" && !NOT_TYPED.has(name)) typed[name] = value;
  }
  return typed;
}

/** Keeps what was typed in place of what was kept before. Nothing is checked and nothing is trimmed. */
export async function saveDraft(
  key: DraftKey,
  typed: Record<string, string>,
  now: Date,
  sql: Sql = db,
): Promise<SaveDraftResult> {
  const text = JSON.stringify(typed);
  if (Buffer.byteLength(text) > MAX_TYPED_BYTES) return { ok: false, reason: "too-large" };
  const saved = await sql.run(
    `insert into form_draft (user_id, organization_id, form, subject, typed, saved_at)
     select $1, $2, $3, $4, $5::jsonb, $6
     where exists (select from form_draft where user_id = $1 and organization_id = $2 and form = $3 and subject = $4)
        or (select count(*) from form_draft where user_id = $1 and organization_id = $2 and form = $3) < $7
     on conflict (user_id, organization_id, form, subject)
       do update set typed = excluded.typed, saved_at = excluded.saved_at`,
    [key.userId, key.organizationId, key.form, key.subject, text, now, MAX_DRAFTS],
  );
  return saved === 1 ? { ok: true, savedAt: now } : { ok: false, reason: "too-many" };
}

/** The draft of this person about this subject; null if there is none. */
export async function findDraft(key: DraftKey, sql: Sql = db): Promise<FormDraft | null> {
  const [draft] = await sql.rows<FormDraft>(
    `select subject, typed, saved_at as "savedAt" from form_draft
     where user_id = $1 and organization_id = $2 and form = $3 and subject = $4`,
    [key.userId, key.organizationId, key.form, key.subject],
  );
  return draft ?? null;
}

/** This person's drafts of one form, the latest first. */
export async function listDrafts(key: Omit<DraftKey, "subject">, sql: Sql = db): Promise<FormDraft[]> {
  return sql.rows<FormDraft>(
    `select subject, typed, saved_at as "savedAt" from form_draft
     where user_id = $1 and organization_id = $2 and form = $3 order by saved_at desc, subject`,
    [key.userId, key.organizationId, key.form],
  );
}

/** Lets go of a draft: in the transaction that makes of it what it was for, or when its writer discards it. */
export async function dropDraft(sql: Sql, key: DraftKey): Promise<void> {
  await sql.run(
    "delete from form_draft where user_id = $1 and organization_id = $2 and form = $3 and subject = $4",
    [key.userId, key.organizationId, key.form, key.subject],
  );
}
