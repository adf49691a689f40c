import { randomUUID } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { entrySha256 } from "./entry-digest.ts";
import { type FigureTask, ledgerFigures } from "./ledger-figures.server.ts";
import { type LockedFigures, movedFigures, readFigures } from "./locked-figures.ts";

export interface PublishDisclosureInput {
  taskId: string;
  organizationId: string;
  /** A clerk or an approver of the organization. */
  userId: string;
  body: string;
  bodyEn: string;
  /** How many parts the rule asks for, and how many of them the body really fills. */
  requiredFields: number;
  filledFields: number;
  /** Why the published text changes; needed from the second version on (Order 81 Art. 16). */
  correctionNote?: string | null;
  correctionNoteEn?: string;
  now: Date;
}

export type PublishDisclosureResult =
  | { ok: true; version: number; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "withdrawn"
        | "empty-body"
        | "fields-out-of-range"
        | "note-required";
    };

interface LatestEntry {
  version: number;
  body: string;
  bodyEn: string;
  requiredFields: number;
  filledFields: number;
  figures: unknown;
}

type LockedTask = FigureTask & { isWithdrawn: boolean };

/**
 * Publishes a duty's text as an immutable version: the first, or a correction with its note. The figures are read
 * off the ledger here and never come from the form; a correction reads the same days again. The day of publication
 * is the server's clock and is set once. The same text with the same figures is the version that is there.
 */
export async function publishDisclosure(input: PublishDisclosureInput): Promise<PublishDisclosureResult> {
  const { taskId, organizationId, requiredFields, filledFields, now } = input;
  const text = { body: input.body.trim(), bodyEn: input.bodyEn.trim(), requiredFields, filledFields };
  if (text.body === "") return { ok: false, reason: "empty-body" };
  if (requiredFields < 0 || filledFields < 0 || filledFields > requiredFields)
    return { ok: false, reason: "fields-out-of-range" };
  return transaction(async (tx): Promise<PublishDisclosureResult> => {
    const task = await lockTask(tx, taskId, organizationId);
    if (!task) return { ok: false, reason: "not-found" };
    if (!(await mayPublish(tx, organizationId, input.userId))) return { ok: false, reason: "not-permitted" };
    if (task.isWithdrawn) return { ok: false, reason: "withdrawn" };
    const latest = await latestEntry(tx, taskId);
    const before = readFigures(latest?.figures);
    const figures = await ledgerFigures(tx, task, now, before?.throughDay ?? null);
    if (latest && sameText(latest, text) && sameFigures(before, figures))
      return { ok: true, version: latest.version, repeated: true };
    const note = input.correctionNote?.trim() ?? "";
    if (latest && note === "") return { ok: false, reason: "note-required" };
    const version = (latest?.version ?? 0) + 1;
    const correctionNoteEn = latest ? (input.correctionNoteEn?.trim() ?? "") : "";
    const content = {
      taskId,
      version,
      ...text,
      figures,
      correctionNote: latest ? note : null,
      correctionNoteEn,
    };
    await writeEntry(tx, { ...content, publishedAt: now }, input.userId);
    await tx.run(
      `update disclosure_task set published_at = coalesce(published_at, $2), figures_moved_at = null, changed_at = $2
       where id = $1`,
      [taskId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId: input.userId,
      act: version === 1 ? "disclosure-published" : "disclosure-corrected",
      subjectKind: "disclosure",
      subjectId: taskId,
      details: { kind: task.kind, version, filled: filledFields, required: requiredFields },
      now,
    });
    return { ok: true, version, repeated: false };
  });
}

/** Who may publish for an organization. */
export const PUBLISHER_ROLES = ["charity-clerk", "charity-approver", "trustee"] as const;

async function lockTask(tx: Sql, taskId: string, organizationId: string): Promise<LockedTask | null> {
  const [task] = await tx.rows<LockedTask>(
    `select organization_id as "organizationId", fund_id as "fundId", kind, covers_from as "coversFrom",
            covers_to as "coversTo", withdrawn_at is not null as "isWithdrawn"
     from disclosure_task where id = $1 and organization_id = $2 for update`,
    [taskId, organizationId],
  );
  return task ?? null;
}

async function mayPublish(tx: Sql, organizationId: string, userId: string): Promise<boolean> {
  const [member] = await tx.rows(
    "select 1 as held from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1",
    [organizationId, userId, PUBLISHER_ROLES],
  );
  return member !== undefined;
}

async function latestEntry(tx: Sql, taskId: string): Promise<LatestEntry | null> {
  const [latest] = await tx.rows<LatestEntry>(
    `select version, body, body_en as "bodyEn", required_fields as "requiredFields",
            filled_fields as "filledFields", figures
     from disclosure_entry where task_id = $1 order by version desc limit 1`,
    [taskId],
  );
  return latest ?? null;
}

async function writeEntry(
  tx: Sql,
  content: Parameters<typeof entrySha256>[0] & { figures: LockedFigures | null },
  userId: string,
): Promise<void> {
  await tx.run(
    `insert into disclosure_entry (id, task_id, version, body, body_en, required_fields, filled_fields,
                                   correction_note, correction_note_en, figures, sha256, published_by_id,
                                   published_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10::jsonb, $11, $12, $13)`,
    [
      randomUUID(),
      content.taskId,
      content.version,
      content.body,
      content.bodyEn,
      content.requiredFields,
      content.filledFields,
      content.correctionNote,
      content.correctionNoteEn ?? "",
      content.figures === null ? null : JSON.stringify(content.figures),
      entrySha256(content),
      userId,
      content.publishedAt,
    ],
  );
}

type Text = Pick<LatestEntry, "body" | "bodyEn" | "requiredFields" | "filledFields">;

function sameText(a: Text, b: Text): boolean {
  return (
    a.body === b.body &&
    a.bodyEn === b.bodyEn &&
    a.requiredFields === b.requiredFields &&
    a.filledFields === b.filledFields
  );
}

/** A version from before figures were locked says nothing about them, so that it gains them at its next correction. */
function sameFigures(before: LockedFigures | null, after: LockedFigures | null): boolean {
  if (before === null || after === null) return before === after;
  return movedFigures(before, after).length === 0;
}
