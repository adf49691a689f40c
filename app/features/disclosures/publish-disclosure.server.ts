import { randomUUID } from "node:crypto";
import { transaction } from "#app/lib/db.server.ts";
import { entrySha256 } from "./entry-digest.ts";

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
  now: Date;
}

export type PublishDisclosureResult =
  | { ok: true; version: number; repeated: boolean }
  | {
      ok: false;
      reason: "not-found" | "not-permitted" | "empty-body" | "fields-out-of-range" | "note-required";
    };

interface LatestEntry {
  version: number;
  body: string;
  bodyEn: string;
  requiredFields: number;
  filledFields: number;
}

/**
 * Publishes a duty's text as an immutable version: the first, or a correction with its note. The day of
 * publication is the server's clock and is set once. The same text again is the version that is there.
 */
export async function publishDisclosure(input: PublishDisclosureInput): Promise<PublishDisclosureResult> {
  const { taskId, organizationId, requiredFields, filledFields, now } = input;
  const body = input.body.trim();
  const bodyEn = input.bodyEn.trim();
  if (body === "") return { ok: false, reason: "empty-body" };
  if (requiredFields < 0 || filledFields < 0 || filledFields > requiredFields)
    return { ok: false, reason: "fields-out-of-range" };
  return transaction(async (tx): Promise<PublishDisclosureResult> => {
    const [task] = await tx.rows<{ id: string }>(
      "select id from disclosure_task where id = $1 and organization_id = $2 for update",
      [taskId, organizationId],
    );
    if (!task) return { ok: false, reason: "not-found" };
    const [member] = await tx.rows(
      `select 1 as held from membership where organization_id = $1 and user_id = $2 and role = any($3) limit 1`,
      [organizationId, input.userId, PUBLISHER_ROLES],
    );
    if (!member) return { ok: false, reason: "not-permitted" };
    const [latest] = await tx.rows<LatestEntry>(
      `select version, body, body_en as "bodyEn", required_fields as "requiredFields",
              filled_fields as "filledFields"
       from disclosure_entry where task_id = $1 order by version desc limit 1`,
      [taskId],
    );
    if (latest && sameText(latest, { body, bodyEn, requiredFields, filledFields }))
      return { ok: true, version: latest.version, repeated: true };
    const note = input.correctionNote?.trim() ?? "";
    if (latest && note === "") return { ok: false, reason: "note-required" };
    const version = (latest?.version ?? 0) + 1;
    const correctionNote = latest ? note : null;
    const content = { taskId, version, body, bodyEn, requiredFields, filledFields, correctionNote };
    await tx.run(
      `insert into disclosure_entry (id, task_id, version, body, body_en, required_fields, filled_fields,
                                     correction_note, sha256, published_by_id, published_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        randomUUID(),
        taskId,
        version,
        body,
        bodyEn,
        requiredFields,
        filledFields,
        correctionNote,
        entrySha256({ ...content, publishedAt: now }),
        input.userId,
        now,
      ],
    );
    await tx.run("update disclosure_task set published_at = coalesce(published_at, $2) where id = $1", [
      taskId,
      now,
    ]);
    return { ok: true, version, repeated: false };
  });
}

/** Who may publish for an organization. */
export const PUBLISHER_ROLES = ["charity-clerk", "charity-approver", "trustee"] as const;

function sameText(a: Omit<LatestEntry, "version">, b: Omit<LatestEntry, "version">): boolean {
  return (
    a.body === b.body &&
    a.bodyEn === b.bodyEn &&
    a.requiredFields === b.requiredFields &&
    a.filledFields === b.filledFields
  );
}
