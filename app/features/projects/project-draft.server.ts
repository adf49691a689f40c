import { db } from "#app/lib/db.server.ts";
import {
  type DraftKey,
  type FormDraft,
  findDraft,
  listDrafts,
  saveDraft,
  typedOf,
} from "#app/lib/form-draft.server.ts";
import type { ProjectKind } from "./project-codes.ts";

/** Where the form of a project keeps what one person typed; the subject is the project's id. */
export const projectDraftKey = (who: {
  userId: string;
  organizationId: string;
  fundId: string;
  kind: ProjectKind;
}): DraftKey => ({
  userId: who.userId,
  organizationId: who.organizationId,
  form: who.kind,
  subject: who.fundId,
});

/**
 * Keeps what was typed, right or wrong. A form that was sent already is not kept again: an autosave that comes late must
 * not bring its draft back.
 *
 * @returns when it was kept; null where it could not be.
 */
export async function keepProjectDraft(form: FormData, key: DraftKey, now: Date): Promise<Date | null> {
  const typed = typedOf(form);
  const sent = await db.rows("select 1 as sent from project_version where id::text = $1", [
    typed.formId ?? "",
  ]);
  if (sent.length > 0) return now;
  const saved = await saveDraft(key, typed, now);
  return saved.ok ? saved.savedAt : null;
}

export const findProjectDraft = (key: DraftKey): Promise<FormDraft | null> => findDraft(key);

/** Projects that were begun and never made, the latest first. */
export async function begunProjects(who: {
  userId: string;
  organizationId: string;
  kind: ProjectKind;
}): Promise<FormDraft[]> {
  const { userId, organizationId, kind } = who;
  const drafts = await listDrafts({ userId, organizationId, form: kind });
  const made = await db.rows<{ id: string }>("select id from fund where id = any($1)", [
    drafts.map(({ subject }) => subject),
  ]);
  const ids = new Set(made.map(({ id }) => id));
  return drafts.filter(({ subject }) => !ids.has(subject));
}
