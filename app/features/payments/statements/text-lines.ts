import { isUtf8 } from "node:buffer";
import { FileRefused } from "./refusal.ts";

const BLOCK_BYTES = 256 * 1024;
const MOST_LINE_BYTES = 64 * 1024;
const NEWLINE = 0x0a;

export interface TextLine {
  lineNo: number;
  text: string;
}

/** A whole file in memory as pieces, so that large ones are decoded bit by bit. */
export function* pieces(bytes: Uint8Array): Generator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += BLOCK_BYTES) yield bytes.subarray(at, at + BLOCK_BYTES);
}

/**
 * Decodes to lines without their ends. UTF-8 by byte order mark or because the beginning is valid UTF-8,
 * else `otherwise`, as a rule GB18030 (which contains GBK and GB2312); a byte that does not fit is refused with its line.
 * Blocks are cut at line feeds, which are never the second half of a character in either encoding.
 */
export function* textLines(
  chunks: Iterable<Uint8Array>,
  otherwise: "gb18030" | "latin1" = "gb18030",
): Generator<TextLine, void, undefined> {
  let lineNo = 0;
  let decoder: TextDecoder | null = null;
  for (const block of wholeLines(chunks)) {
    decoder ??= new TextDecoder(encodingOf(block, otherwise), { fatal: true });
    const lines = decodeBlock(decoder, block, lineNo).split("\n");
    if (lines.at(-1) === "") lines.pop();
    for (const line of lines) {
      lineNo += 1;
      yield { lineNo, text: line.endsWith("\r") ? line.slice(0, -1) : line };
    }
  }
}

function* wholeLines(chunks: Iterable<Uint8Array>): Generator<Uint8Array, void, undefined> {
  let rest: Uint8Array = new Uint8Array(0);
  for (const chunk of chunks) {
    const cut = chunk.lastIndexOf(NEWLINE) + 1;
    if (cut > 0) {
      yield rest.length === 0 ? chunk.subarray(0, cut) : Buffer.concat([rest, chunk.subarray(0, cut)]);
      rest = chunk.subarray(cut);
    } else {
      rest = Buffer.concat([rest, chunk]);
    }
    if (rest.length > BLOCK_BYTES + MOST_LINE_BYTES) {
      throw new FileRefused(null, "bad-encoding", "a line of more than 256 kB: this is not a text statement");
    }
  }
  if (rest.length > 0) yield rest;
}

function encodingOf(block: Uint8Array, otherwise: "gb18030" | "latin1"): "utf-8" | "gb18030" | "latin1" {
  if ((block[0] === 0xff && block[1] === 0xfe) || (block[0] === 0xfe && block[1] === 0xff)) {
    throw new FileRefused(1, "bad-encoding", "UTF-16; save the file as UTF-8 or GBK");
  }
  if (block[0] === 0xef && block[1] === 0xbb && block[2] === 0xbf) return "utf-8";
  if (isUtf8(block)) return "utf-8";
  // One broken byte must not turn a UTF-8 file into nonsense in GB18030: the first lines decide.
  let fits = 0;
  for (const line of firstForeignLines(block)) fits += isUtf8(line) ? 1 : -1;
  return fits > 0 ? "utf-8" : otherwise;
}

function* firstForeignLines(block: Uint8Array): Generator<Uint8Array, void, undefined> {
  let found = 0;
  for (let at = 0; at < block.length && found < 20; ) {
    const end = block.indexOf(NEWLINE, at);
    const line = block.subarray(at, end === -1 ? block.length : end);
    if (line.some((byte) => byte >= 0x80)) {
      found += 1;
      yield line;
    }
    at += line.length + 1;
  }
}

/** Signs of text that was decoded wrongly before it was saved. */
export function looksGarbled(text: string): boolean {
  return /\uFFFD|锟斤拷|锟斤|烫烫烫|鏀粯|ï»¿|Ã¥|ä¸|æ˜/.test(text);
}

function decodeBlock(decoder: TextDecoder, block: Uint8Array, linesBefore: number): string {
  try {
    return decoder.decode(block);
  } catch {
    throw new FileRefused(
      findBadLine(decoder, block, linesBefore),
      "bad-encoding",
      `not ${decoder.encoding}`,
    );
  }
}

function findBadLine(decoder: TextDecoder, block: Uint8Array, linesBefore: number): number {
  let lineNo = linesBefore;
  let at = 0;
  while (at < block.length) {
    lineNo += 1;
    const end = block.indexOf(NEWLINE, at);
    const next = end === -1 ? block.length : end + 1;
    try {
      decoder.decode(block.subarray(at, next));
    } catch {
      return lineNo;
    }
    at = next;
  }
  return lineNo;
}
