import { FileRefused } from "./refusal.ts";
import { pieces, type TextLine, textLines } from "./text-lines.ts";
import { isZip, zipEntries } from "./zip-entries.ts";

const BANKS = [
  "建设银行",
  "工商银行",
  "农业银行",
  "中国银行",
  "招商银行",
  "交通银行",
  "浦发银行",
  "浦东发展银行",
  "平安银行",
  "邮政储蓄",
  "民生银行",
  "中信银行",
  "兴业银行",
  "光大银行",
  "浙商银行",
] as const;

/**
 * The bank that a preamble names: the earliest one in it, because further down other banks stand as those of
 * counterparties. Null if none does.
 */
export function otherBank(text: string): string | null {
  const preamble = text.split("\n").slice(0, -2).join("\n");
  let found: { name: string; at: number } | null = null;
  for (const name of BANKS) {
    const at = preamble.indexOf(name);
    if (at !== -1 && (found === null || at < found.at)) found = { name, at };
  }
  return found?.name ?? null;
}

/** The bytes of a bare file, or of the one file in a zip. A workbook is a zip too, and no list. */
export function bareBytes(bytes: Uint8Array): () => Iterable<Uint8Array> {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) {
    throw new FileRefused(null, "wrong-source", "an Excel workbook; export the list as CSV");
  }
  if (!isZip(bytes)) return () => pieces(bytes);
  const entries = zipEntries(bytes).filter((entry) => entry.size > 0);
  const [first] = entries;
  if (entries.length > 1 || first === undefined) {
    const detail = "an Excel workbook or a zip of several files; send the lists one by one as CSV";
    throw new FileRefused(null, "wrong-source", detail);
  }
  return first.chunks;
}

/** Lines of a bank's list in UTF-8, GBK or GB18030. */
export function bankTextLines(bytes: Uint8Array): Generator<TextLine, void, undefined> {
  return textLines(bareBytes(bytes)());
}
