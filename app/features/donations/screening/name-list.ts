import { rowsOfSheet, textOfSheet } from "#app/lib/sheet-rows.ts";

/** Entries of one list; the consolidated list of the United Nations has about a thousand. */
export const MOST_LIST_ROWS = 50_000;
export const MOST_LIST_BYTES = 5 * 1024 * 1024;

export interface NamedEntry {
  /** As it is compared, see plainName. */
  name: string;
  country: string | null;
  reference: string | null;
}

export type NameList =
  | { ok: true; entries: NamedEntry[] }
  | { ok: false; reason: "unreadable" | "empty" | "too-many" | "no-name-column" | "cell-too-long" };

/** A name as names are compared: without widths, capitals, spaces, dots and other marks. Empty if nothing is left. */
export const plainName = (name: string): string =>
  name
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}\p{Z}\p{C}]/gu, "");

const HEADS = {
  name: ["name", "姓名", "名称", "名字", "fullname"],
  country: ["country", "国家", "国籍", "国家地区"],
  reference: ["reference", "ref", "编号", "参考号", "文号"],
} as const;
const MOST_CELL = 40;

/**
 * Reads a list of names (CSV, UTF-8 or GB 18030; a header with name, and country and reference where there are any).
 * The same name twice is one entry. Never throws for what a file holds.
 */
export function readNameList(bytes: Uint8Array): NameList {
  const text = textOfSheet(bytes);
  const rows = text.includes("\uFFFD") ? null : rowsOfSheet(text)?.map(({ cells }) => cells);
  if (!rows) return { ok: false, reason: "unreadable" };
  const [header, ...body] = rows;
  if (!header || body.length === 0) return { ok: false, reason: "empty" };
  if (body.length > MOST_LIST_ROWS) return { ok: false, reason: "too-many" };
  const heads = header.map(plainName);
  const place = (column: keyof typeof HEADS) =>
    heads.findIndex((head) => (HEADS[column] as readonly string[]).includes(head));
  const places = { name: place("name"), country: place("country"), reference: place("reference") };
  if (places.name < 0) return { ok: false, reason: "no-name-column" };
  const cell = (row: readonly string[], at: number) => (at < 0 ? null : row[at]?.trim() || null);
  const entries = new Map<string, NamedEntry>();
  for (const row of body) {
    const name = plainName(row[places.name] ?? "");
    const entry = { name, country: cell(row, places.country), reference: cell(row, places.reference) };
    if ((entry.country?.length ?? 0) > MOST_CELL || (entry.reference?.length ?? 0) > MOST_CELL)
      return { ok: false, reason: "cell-too-long" };
    if (name !== "" && !entries.has(name)) entries.set(name, entry);
  }
  return entries.size === 0 ? { ok: false, reason: "empty" } : { ok: true, entries: [...entries.values()] };
}
