import { createHash } from "node:crypto";
import { evidenceMediaType, type FileMediaType, safeFileName } from "#app/lib/file-type.ts";
import { MAX_VOUCHER_BYTES, type SentFile } from "./register-rules.ts";

export interface Voucher {
  fileName: string;
  mediaType: FileMediaType;
  sizeBytes: number;
  sha256: string;
  content: Buffer;
}

export type VoucherRefusal = "file-missing" | "file-too-large" | "file-type";

/** A sent file as it is kept: its type read from what it holds, its name made safe, its SHA-256. */
export function readVoucher(
  file: SentFile,
): { ok: true; voucher: Voucher } | { ok: false; reason: VoucherRefusal } {
  const sizeBytes = file.content.byteLength;
  if (sizeBytes === 0) return { ok: false, reason: "file-missing" };
  if (sizeBytes > MAX_VOUCHER_BYTES) return { ok: false, reason: "file-too-large" };
  const mediaType = evidenceMediaType(file.content, file.name);
  if (!mediaType) return { ok: false, reason: "file-type" };
  const sha256 = createHash("sha256").update(file.content).digest("hex");
  const fileName = safeFileName(file.name, mediaType);
  return {
    ok: true,
    voucher: { fileName, mediaType, sizeBytes, sha256, content: Buffer.from(file.content) },
  };
}
