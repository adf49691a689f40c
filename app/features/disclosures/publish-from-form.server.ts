import { db } from "#app/lib/db.server.ts";
import { type DraftKey, dropDraft } from "#app/lib/form-draft.server.ts";
import { composeBody, fieldsOf } from "./entry-text.ts";
import { type PublishDisclosureResult, publishDisclosure } from "./publish-disclosure.server.ts";
import type { DisclosureTaskView } from "./queries.server.ts";

export type PublishFormResult = PublishDisclosureResult & { typed: Record<string, string> };

const MAX_PART = 20_000;

/** Publishes what the form of a duty holds; gives back what was typed, so that nothing is lost on a refusal. */
export async function publishFromForm(
  form: FormData,
  task: DisclosureTaskView,
  userId: string,
  now: Date,
): Promise<PublishFormResult> {
  const names = [...fieldsOf(task.kind), "bodyEn", "note", "noteEn"];
  const typed = Object.fromEntries(names.map((name) => [name, textOf(form, name)]));
  const result = await publishDisclosure({
    taskId: task.id,
    organizationId: task.organizationId,
    userId,
    ...composeBody(task.kind, typed),
    bodyEn: typed.bodyEn ?? "",
    correctionNote: typed.note ?? "",
    correctionNoteEn: typed.noteEn ?? "",
    now,
  });
  if (result.ok) await dropDraft(db, draftKeyOf(task, userId));
  return { ...result, typed };
}

/** A draft is of the next version: once that is published, what an open window still sends is nobody's draft. */
export function draftKeyOf(task: DisclosureTaskView, userId: string): DraftKey {
  return {
    userId,
    organizationId: task.organizationId,
    form: "disclosure",
    subject: `${task.id}.${task.version + 1}`,
  };
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.slice(0, MAX_PART) : "";
}
