import { createHash } from "node:crypto";
import { canonicalJson } from "#app/lib/canonical-json.ts";

/** What a version of a disclosure says, as it is hashed: any change gives another digest. */
export interface EntryContent {
  taskId: string;
  version: number;
  body: string;
  bodyEn: string;
  requiredFields: number;
  filledFields: number;
  correctionNote: string | null;
  /** Left out of the text that is hashed where there is none. */
  correctionNoteEn?: string;
  /** Figures read off the ledger; left out of the text that is hashed where there are none. */
  figures?: unknown;
  publishedAt: Date;
}

/**
 * SHA-256 of the content's JSON, keys in the order written here, figures as canonical JSON (RFC 8785) in a string.
 * Anyone can compute it from the page's JSON.
 */
export function entrySha256(entry: EntryContent): string {
  const { taskId, version, body, bodyEn, requiredFields, filledFields, correctionNote, publishedAt } = entry;
  const text = JSON.stringify({
    taskId,
    version,
    body,
    bodyEn,
    requiredFields,
    filledFields,
    correctionNote,
    ...(entry.correctionNoteEn ? { correctionNoteEn: entry.correctionNoteEn } : {}),
    ...(entry.figures ? { figures: canonicalJson(entry.figures) } : {}),
    publishedAt: publishedAt.toISOString(),
  });
  return createHash("sha256").update(text, "utf8").digest("hex");
}
