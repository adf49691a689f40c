import { unzipSync } from "fflate";

/** What may be uploaded, with the extension that a stored file gets. */
export const FILE_MEDIA_TYPES = {
  "application/pdf": "pdf",
  "image/png": "png",
  "image/jpeg": "jpg",
  "image/webp": "webp",
  "text/csv": "csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
} as const;
export type FileMediaType = keyof typeof FILE_MEDIA_TYPES;

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const JPEG = [0xff, 0xd8, 0xff];
const PDF = [0x25, 0x50, 0x44, 0x46, 0x2d];
const ZIP = [0x50, 0x4b, 0x03, 0x04];
const RIFF = [0x52, 0x49, 0x46, 0x46];
/** Stands after the length that follows "RIFF" (RFC 9649). */
const WEBP = [0x57, 0x45, 0x42, 0x50];

/**
 * What a file is by what it holds: neither its name nor the sender's word counts, but a CSV has nothing to
 * tell it by, so there the name must say so too. Null for anything else.
 */
export function evidenceMediaType(bytes: Uint8Array, fileName: string): FileMediaType | null {
  if (startsWith(bytes, PDF)) return "application/pdf";
  if (startsWith(bytes, PNG)) return "image/png";
  if (startsWith(bytes, JPEG)) return "image/jpeg";
  if (startsWith(bytes, RIFF) && startsWith(bytes.subarray(8), WEBP)) return "image/webp";
  if (startsWith(bytes, ZIP)) {
    return isWorkbook(bytes) ? "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" : null;
  }
  return /\.csv$/i.test(fileName) && isTable(bytes) ? "text/csv" : null;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** Reads the names in the archive and unpacks nothing. */
function isWorkbook(bytes: Uint8Array): boolean {
  const names = new Set<string>();
  try {
    unzipSync(bytes, {
      filter: ({ name }) => {
        names.add(name);
        return false;
      },
    });
  } catch {
    return false; // a broken archive is no workbook: the caller refuses the file
  }
  return names.has("[Content_Types].xml") && names.has("xl/workbook.xml");
}

/** Text in UTF-8 or GB 18030 without control characters, with separators. */
function isTable(bytes: Uint8Array): boolean {
  const text = decoded(bytes);
  return text !== null && /[,\t;]/.test(text) && !hasControls(text);
}

function decoded(bytes: Uint8Array): string | null {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding: the next one is tried.
    }
  }
  return null;
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}

const MAX_NAME_LENGTH = 120;

/** A file name without folders, control characters and what a system may read as something else. */
export function safeFileName(name: string, mediaType: FileMediaType): string {
  const extension = FILE_MEDIA_TYPES[mediaType];
  const base = (name.normalize("NFC").split(/[/\\]/).at(-1) ?? "")
    .replace(/[\p{C}"<>|?*:;%]/gu, "")
    .replace(/\.[A-Za-z0-9]{1,5}$/, "")
    .replace(/^[.\s]+|[.\s]+$/g, "");
  return `${[...base].slice(0, MAX_NAME_LENGTH).join("") || "evidence"}.${extension}`;
}
