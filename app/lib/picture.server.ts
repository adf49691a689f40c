import { createHash } from "node:crypto";
import sharp from "sharp";

/** The widths, in pixels, in which a picture is kept: one for phones, one for wide and dense screens. */
export const PICTURE_WIDTHS = [640, 1280] as const;
/** Bytes of a file that may be sent; a telephone's photograph has 3 to 8 MB. */
export const MAX_PICTURE_BYTES = 12 * 1024 * 1024;
/** What a form offers to choose; what a file really is, its content says. */
export const PICTURE_ACCEPT = "image/jpeg,image/png,image/webp";
/** A file of few bytes can unfold to a picture that fills the memory. */
const MAX_PIXELS = 50_000_000;
/** Below this side length, in pixels, a picture shows nothing. */
const MIN_SIDE = 64;

/** One picture in one width. Without EXIF, place or colour profile, whatever was in the file. */
export interface PictureCopy {
  width: number;
  height: number;
  mediaType: "image/jpeg";
  content: Uint8Array;
  /** SHA-256 of the content, hex: an address by it never changes what it shows. */
  sha256: string;
}

export type PreparedPicture =
  | {
      ok: true;
      /** Narrow to wide; one alone where the picture is no wider than the first width. */
      copies: [PictureCopy, ...PictureCopy[]];
      /** SHA-256 of the file that was sent, hex: to find the same file again. */
      originalSha256: string;
    }
  | { ok: false; reason: "empty" | "too-large" | "type-not-allowed" | "too-small" | "unreadable" };

/**
 * Makes of a file that somebody sends the copies that may be shown. The type is told by the content, never by
 * name or the sender's word; the picture is turned upright, drawn anew in sRGB on white and without any
 * of the file's own data (EXIF with its GPS place, XMP, comments, what is appended to it), and never enlarged.
 * Of moving pictures the first one is kept.
 */
export async function preparePicture(bytes: Uint8Array): Promise<PreparedPicture> {
  if (bytes.byteLength === 0) return { ok: false, reason: "empty" };
  if (bytes.byteLength > MAX_PICTURE_BYTES) return { ok: false, reason: "too-large" };
  // Checked before the library sees it: it also reads SVG, PDF and TIFF, which nobody needs here.
  if (pictureType(bytes) === null) return { ok: false, reason: "type-not-allowed" };
  const upright = await readUpright(bytes);
  if (upright === "unreadable" || upright === "too-small") return { ok: false, reason: upright };
  const [narrowWidth, wideWidth] = PICTURE_WIDTHS;
  const widths =
    upright.width > narrowWidth ? [narrowWidth, Math.min(wideWidth, upright.width)] : [narrowWidth];
  const copies: PictureCopy[] = [];
  for (const width of widths) {
    const copy = await copyOf(bytes, width);
    if (copy === null) return { ok: false, reason: "unreadable" };
    copies.push(copy);
  }
  const [narrow, ...wider] = copies;
  if (!narrow) return { ok: false, reason: "unreadable" };
  return { ok: true, copies: [narrow, ...wider], originalSha256: sha256Of(bytes) };
}

/** JPEG, PNG or WebP by the first bytes; null for anything else. */
export function pictureType(bytes: Uint8Array): "image/jpeg" | "image/png" | "image/webp" | null {
  const at = (offset: number, signature: readonly number[]) =>
    signature.every((byte, index) => bytes[offset + index] === byte);
  if (at(0, [0xff, 0xd8, 0xff])) return "image/jpeg";
  if (at(0, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "image/png";
  if (at(0, [0x52, 0x49, 0x46, 0x46]) && at(8, [0x57, 0x45, 0x42, 0x50])) return "image/webp";
  return null;
}

/** The size as a person sees it: a camera held upright writes a lying picture and a note to turn it. */
async function readUpright(
  bytes: Uint8Array,
): Promise<{ width: number; height: number } | "unreadable" | "too-small"> {
  try {
    const { autoOrient } = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
    if (autoOrient.width * autoOrient.height > MAX_PIXELS) return "unreadable";
    return Math.min(autoOrient.width, autoOrient.height) < MIN_SIDE ? "too-small" : autoOrient;
  } catch {
    return "unreadable"; // a broken or oversized file is the sender's to replace
  }
}

async function copyOf(bytes: Uint8Array, width: number): Promise<PictureCopy | null> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: "error" })
      .autoOrient()
      .flatten({ background: "#ffffff" })
      .resize({ width, withoutEnlargement: true })
      .toColourspace("srgb")
      .jpeg({ quality: 80, mozjpeg: true })
      .toBuffer({ resolveWithObject: true });
    const content = new Uint8Array(data);
    return {
      width: info.width,
      height: info.height,
      mediaType: "image/jpeg",
      content,
      sha256: sha256Of(content),
    };
  } catch {
    return null; // broken further inside than its head
  }
}

function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}
