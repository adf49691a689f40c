import { createHash, randomUUID } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { evidenceMediaType, safeFileName } from "#app/lib/file-type.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type Acting, lockProject, projectAct, type Unlocked } from "./locked-project.server.ts";

export const MAX_MILESTONE_FILE_BYTES = 10 * 1024 * 1024;

export interface SentFile {
  fileName: string;
  content: Uint8Array;
}

export interface ReportMilestoneInput extends Acting {
  milestoneId: string;
  /** Drawn with the form. */
  reportId: string;
  /** YYYY-MM-DD in China, not after today. */
  reachedOn: string;
  reachedFen: bigint | null;
  reachedCount: number | null;
  note: string;
  noteEn: string;
  /** At least one: a milestone without evidence is an assertion. */
  files: readonly SentFile[];
  /** Anybody may download them: nothing in them may name a person without consent. */
  isPublic: boolean;
}

export type ReportMilestoneResult =
  | { ok: true; repeated: boolean }
  | Unlocked
  | {
      ok: false;
      reason:
        | "not-published"
        | "no-such-milestone"
        | "in-the-future"
        | "no-evidence"
        | "file-too-large"
        | "file-type"
        | "same-file";
    };

/**
 * Reports what was reached of a milestone, with its evidence. A later report counts instead of an earlier one, which
 * stays. The type of each file is told by its content. Safe to call again with the same id.
 */
export async function reportMilestone(input: ReportMilestoneInput): Promise<ReportMilestoneResult> {
  if (input.reachedOn > shanghaiDay(input.now)) return { ok: false, reason: "in-the-future" };
  const files = filesOf(input.files);
  if (!files.ok) return files;
  return transaction(async (tx): Promise<ReportMilestoneResult> => {
    const locked = await lockProject(tx, input);
    if (!locked.ok) return locked;
    if (!locked.project.publishedAt) return { ok: false, reason: "not-published" };
    const [milestone] = await tx.rows<{ targetKind: string; next: number; isReported: boolean }>(
      `select m.target_kind as "targetKind", coalesce(max(r.number), 0) + 1 as next,
              coalesce(bool_or(r.id = $3), false) as "isReported"
       from project_milestone m
       left join project_milestone_report r on r.fund_id = m.fund_id and r.milestone_id = m.id
       where m.fund_id = $1 and m.id = $2 and m.retired_at is null group by m.fund_id, m.id`,
      [input.fundId, input.milestoneId, input.reportId],
    );
    if (!milestone) return { ok: false, reason: "no-such-milestone" };
    if (milestone.isReported) return { ok: true, repeated: true };
    await tx.run(
      `insert into project_milestone_report (fund_id, milestone_id, number, id, reached_on, reached_fen, reached_count,
         note, note_en, reported_by_id, reported_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
      [
        input.fundId,
        input.milestoneId,
        milestone.next,
        input.reportId,
        input.reachedOn,
        milestone.targetKind === "amount" ? input.reachedFen : null,
        milestone.targetKind === "count" ? input.reachedCount : null,
        input.note,
        input.noteEn,
        input.userId,
        input.now,
      ],
    );
    await keepFiles(tx, input, milestone.next, files.kept);
    await recordAct(
      tx,
      projectAct(input, "project-milestone-reported", {
        reachedOn: input.reachedOn,
        files: files.kept.length,
      }),
    );
    return { ok: true, repeated: false };
  });
}

interface KeptFile extends SentFile {
  mediaType: string;
  sha256: string;
}

function filesOf(
  sent: readonly SentFile[],
):
  | { ok: true; kept: KeptFile[] }
  | { ok: false; reason: "no-evidence" | "file-too-large" | "file-type" | "same-file" } {
  if (sent.length === 0) return { ok: false, reason: "no-evidence" };
  const kept: KeptFile[] = [];
  for (const { fileName, content } of sent) {
    if (content.byteLength > MAX_MILESTONE_FILE_BYTES) return { ok: false, reason: "file-too-large" };
    const mediaType = evidenceMediaType(content, fileName);
    if (!mediaType) return { ok: false, reason: "file-type" };
    const sha256 = createHash("sha256").update(content).digest("hex");
    if (kept.some((file) => file.sha256 === sha256)) return { ok: false, reason: "same-file" };
    kept.push({ fileName: safeFileName(fileName, mediaType), content, mediaType, sha256 });
  }
  return { ok: true, kept };
}

async function keepFiles(
  tx: Sql,
  input: ReportMilestoneInput,
  reportNumber: number,
  files: readonly KeptFile[],
): Promise<void> {
  await tx.run(
    `insert into project_milestone_file (fund_id, id, milestone_id, report_number, file_name, media_type, size_bytes,
       sha256, is_public, content)
     select $1, f.id, $2, $3, f.name, f.type, f.size, f.sha256, $4, f.content
     from unnest($5::uuid[], $6::text[], $7::text[], $8::int4[], $9::text[], $10::bytea[])
       as f(id, name, type, size, sha256, content)`,
    [
      input.fundId,
      input.milestoneId,
      reportNumber,
      input.isPublic,
      files.map(() => randomUUID()),
      files.map(({ fileName }) => fileName),
      files.map(({ mediaType }) => mediaType),
      files.map(({ content }) => content.byteLength),
      files.map(({ sha256 }) => sha256),
      files.map(({ content }) => Buffer.from(content)),
    ],
  );
}
