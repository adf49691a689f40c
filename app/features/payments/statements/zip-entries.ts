import { crc32 } from "node:zlib";
import { Inflate } from "fflate";
import { FileRefused } from "./refusal.ts";

/**
 * Limits against zip bombs. A million Alipay rows are about 250 MB unpacked; as they are read piece by piece, the
 * bound is one of time (some 20 s), not of memory.
 */
export const MOST_ENTRIES = 16;
export const MOST_UNPACKED_BYTES = 400 * 1024 * 1024;
const PUSH_BYTES = 16 * 1024;

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_ENTRY = 0x04034b50;

export interface ZipEntry {
  /** As the directory declares it; a folder has none. */
  size: number;
  /** Unpacks piece by piece, checking size and CRC; throws `FileRefused` where the bytes do not agree. */
  chunks(): Generator<Uint8Array, void, undefined>;
}

export function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5);
}

const broken = (detail: string) => new FileRefused(null, "bad-zip", detail);

/**
 * The entries of a small zip file in the order of its directory. Names are not given: Alipay writes them in
 * GBK without saying so, and nothing may depend on them.
 */
export function zipEntries(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = findEndOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count > MOST_ENTRIES) throw broken(`${count} entries, at most ${MOST_ENTRIES} are read`);
  let at = view.getUint32(end + 16, true);
  const entries: ZipEntry[] = [];
  let declared = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== DIRECTORY_ENTRY) throw broken("damaged directory");
    const entry = readDirectoryEntry(view, at, end);
    declared += entry.size;
    if (declared > MOST_UNPACKED_BYTES)
      throw new FileRefused(null, "too-large", "unpacks to more than 400 MB");
    entries.push({ size: entry.size, chunks: () => unpack(bytes, entry) });
    at += 46 + view.getUint16(at + 28, true) + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

interface DirectoryEntry {
  method: number;
  crc: number;
  packedSize: number;
  size: number;
  dataAt: number;
}

function findEndOfDirectory(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 22 - 0xffff);
  for (let at = view.byteLength - 22; at >= lowest; at -= 1) {
    if (view.getUint32(at, true) === END_OF_DIRECTORY) return at;
  }
  throw broken("no directory at the end: the file is cut off");
}

function readDirectoryEntry(view: DataView, at: number, end: number): DirectoryEntry {
  const flags = view.getUint16(at + 8, true);
  if ((flags & 1) !== 0) throw broken("encrypted");
  const method = view.getUint16(at + 10, true);
  if (method !== 0 && method !== 8) throw broken(`unknown compression method ${method}`);
  const packedSize = view.getUint32(at + 20, true);
  const size = view.getUint32(at + 24, true);
  const localAt = view.getUint32(at + 42, true);
  if (localAt + 30 > end || view.getUint32(localAt, true) !== LOCAL_ENTRY) throw broken("damaged entry");
  const dataAt = localAt + 30 + view.getUint16(localAt + 26, true) + view.getUint16(localAt + 28, true);
  if (dataAt + packedSize > end) throw broken("an entry reaches past the end of the file");
  return { method, crc: view.getUint32(at + 16, true), packedSize, size, dataAt };
}

function* unpack(bytes: Uint8Array, entry: DirectoryEntry): Generator<Uint8Array, void, undefined> {
  const packed = bytes.subarray(entry.dataAt, entry.dataAt + entry.packedSize);
  let crc = 0;
  let size = 0;
  const pieces = entry.method === 0 ? [packed] : inflated(packed);
  for (const piece of pieces) {
    size += piece.length;
    // The directory's own number is only a claim; this is the real bound.
    if (size > entry.size) throw broken("an entry unpacks to more than it declares");
    crc = crc32(piece, crc);
    yield piece;
  }
  if (size !== entry.size || crc !== entry.crc) throw broken("an entry is damaged (size or checksum)");
}

function* inflated(packed: Uint8Array): Generator<Uint8Array, void, undefined> {
  const ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => {
    if (piece.length > 0) ready.push(piece);
  });
  for (let at = 0; at < packed.length || at === 0; at += PUSH_BYTES) {
    try {
      inflate.push(packed.slice(at, at + PUSH_BYTES), at + PUSH_BYTES >= packed.length);
    } catch (error) {
      throw broken(`damaged data: ${error instanceof Error ? error.message : "unreadable"}`);
    }
    yield* ready.splice(0);
  }
}
