import { createHash } from "node:crypto";
import { evidenceMediaType, safeFileName } from "#app/lib/file-type.ts";
import { MAX_FILE_BYTES } from "./goods-rules.ts";

export interface GoodsFile {
  fileName: string;
  mediaType: string;
  sha256: string;
  content: Buffer;
}

export type GoodsFileRefusal = "file-missing" | "file-too-large" | "file-type";

/** A voucher, a proof of value or a signed list as it is kept; its type is read from what it holds. */
export function readGoodsFile(sent: {
  name: string;
  content: Uint8Array;
}): { ok: true; file: GoodsFile } | { ok: false; reason: GoodsFileRefusal } {
  if (sent.content.byteLength === 0) return { ok: false, reason: "file-missing" };
  if (sent.content.byteLength > MAX_FILE_BYTES) return { ok: false, reason: "file-too-large" };
  const mediaType = evidenceMediaType(sent.content, sent.name);
  if (!mediaType) return { ok: false, reason: "file-type" };
  return {
    ok: true,
    file: {
      fileName: safeFileName(sent.name, mediaType),
      mediaType,
      sha256: createHash("sha256").update(sent.content).digest("hex"),
      content: Buffer.from(sent.content),
    },
  };
}
