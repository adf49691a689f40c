import { createHash } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { evidenceMediaType, type FileMediaType, safeFileName } from "#app/lib/file-type.ts";
import { type Elsewhere, fileElsewhere, lockPaper } from "./attachments/elsewhere.server.ts";
import { PROPOSER_ROLES } from "./disbursement-state.ts";
import { type EvidenceKind, MAX_EVIDENCE_BYTES } from "./evidence-kinds.ts";
import { holdsRole, lockDisbursement } from "./locked-disbursement.server.ts";

export interface AttachEvidenceInput {
  /** The caller's, "e" + fund + 12. */
  id: string;
  disbursementId: string;
  organizationId: string;
  userId: string;
  kind: EvidenceKind;
  fileName: string;
  content: Uint8Array;
  /** Anybody may download it: nothing in it may name a person without consent. */
  isPublic: boolean;
  /** Why a file that another payment has is right here too. */
  repeatReason?: string;
  now: Date;
}

export type AttachEvidenceResult =
  | { ok: true; id: string; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-permitted"
        | "closed"
        | "empty"
        | "too-large"
        | "type-not-allowed"
        | "duplicate"
        | "other-content";
    }
  | { ok: false; reason: "file-elsewhere"; elsewhere: Elsewhere };

/**
 * Attaches a file to a disbursement, before or after it is paid. The type is read from the content; the
 * same content is not attached twice, and not to two payments of the organization unless somebody writes why.
 * Safe to call again with the same id.
 */
export async function attachEvidence(input: AttachEvidenceInput): Promise<AttachEvidenceResult> {
  if (input.content.byteLength === 0) return { ok: false, reason: "empty" };
  if (input.content.byteLength > MAX_EVIDENCE_BYTES) return { ok: false, reason: "too-large" };
  const mediaType = evidenceMediaType(input.content, input.fileName);
  if (!mediaType) return { ok: false, reason: "type-not-allowed" };
  const sha256 = createHash("sha256").update(input.content).digest("hex");
  return transaction(async (tx): Promise<AttachEvidenceResult> => {
    const disbursement = await lockDisbursement(tx, input.disbursementId, input.organizationId);
    if (!disbursement) return { ok: false, reason: "not-found" };
    if (!(await holdsRole(tx, input.organizationId, input.userId, PROPOSER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (disbursement.rejectedAt || disbursement.withdrawnAt) return { ok: false, reason: "closed" };
    const known = await tx.rows<{ id: string; sha256: string; disbursementId: string }>(
      `select id, sha256, disbursement_id as "disbursementId" from evidence
       where fund_id = $1 and (id = $2 or (disbursement_id = $3 and sha256 = $4))`,
      [disbursement.fundId, input.id, disbursement.id, sha256],
    );
    const sameId = known.find(({ id }) => id === input.id);
    if (sameId) {
      return sameId.sha256 === sha256 && sameId.disbursementId === disbursement.id
        ? { ok: true, id: input.id, repeated: true }
        : { ok: false, reason: "other-content" };
    }
    if (known.length > 0) return { ok: false, reason: "duplicate" };
    await lockPaper(tx, input.organizationId, `file ${sha256}`);
    const elsewhere = await fileElsewhere(tx, input.organizationId, disbursement.id, sha256);
    if (elsewhere && !input.repeatReason) return { ok: false, reason: "file-elsewhere", elsewhere };
    await insertEvidence(tx, disbursement.fundId, input, {
      mediaType,
      sha256,
      repeatReason: elsewhere ? (input.repeatReason ?? null) : null,
    });
    return { ok: true, id: input.id, repeated: false };
  });
}

async function insertEvidence(
  tx: Sql,
  fundId: string,
  input: AttachEvidenceInput,
  file: { mediaType: FileMediaType; sha256: string; repeatReason: string | null },
): Promise<void> {
  const { mediaType, sha256, repeatReason } = file;
  const { organizationId, userId, disbursementId, now } = input;
  await tx.run(
    `insert into evidence (fund_id, id, disbursement_id, kind, file_name, media_type, size_bytes, sha256,
       is_public, content, added_by_id, added_at, repeat_reason)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
    [
      fundId,
      input.id,
      disbursementId,
      input.kind,
      safeFileName(input.fileName, mediaType),
      mediaType,
      input.content.byteLength,
      sha256,
      input.isPublic,
      Buffer.from(input.content),
      userId,
      now,
      repeatReason,
    ],
  );
  const details = { kind: input.kind, bytes: input.content.byteLength, isRepeat: repeatReason !== null };
  const act = { organizationId, userId, act: "evidence-attached", details, now } as const;
  await recordAct(tx, { ...act, subjectKind: "disbursement", subjectId: disbursementId });
}
