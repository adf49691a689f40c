import { createHash } from "node:crypto";
import { rowsOfSheet } from "#app/lib/sheet-rows.ts";
import type { GiftFund } from "./queries.server.ts";
import type { TypedGiftRecord } from "./record-gifts.server.ts";
import { readFields } from "./schema.ts";

/** Lines of one file; more are two files. */
export const MOST_LINES = 500;
export const MOST_FILE_BYTES = 256 * 1024;

/** One line as it was read, what is wrong with it, and the gift that it makes if nothing is. */
export interface GiftLine {
  /** In the file, from 1; the header is line 1. */
  line: number;
  cells: {
    fund: string;
    amount: string;
    givenOn: string;
    receiptNo: string;
    visibility: string;
    name: string;
  };
  /** Column → key of the `recorded` dictionary. */
  errors: Record<string, string>;
  gift: TypedGiftRecord | null;
}

export type GiftFileRefusal = "empty" | "unreadable" | "no-columns" | "too-many";
export type GiftFile = { ok: true; lines: GiftLine[] } | { ok: false; reason: GiftFileRefusal };

type Column = keyof GiftLine["cells"];

/** What the columns may be called, after spaces and brackets are gone. */
const NAMES: Record<Column, readonly string[]> = {
  fund: ["项目", "fund", "project"],
  amount: ["金额", "金额元", "amount"],
  givenOn: ["日期", "捐赠日期", "date"],
  receiptNo: ["收据号", "收据", "票据号", "receipt", "receiptno"],
  visibility: ["公开", "公开方式", "visibility"],
  name: ["名字", "姓名", "捐赠人", "化名", "name"],
};
const COLUMNS = Object.keys(NAMES) as Column[];

const VISIBILITY: Record<string, "anonymous" | "pseudonym" | "public"> = {
  "": "anonymous",
  匿名: "anonymous",
  anonymous: "anonymous",
  化名: "pseudonym",
  pseudonym: "pseudonym",
  真名: "public",
  实名: "public",
  public: "public",
};

/**
 * Reads pasted or uploaded lines of cash gifts: a header, then one gift a line, with commas or tabs. Never throws:
 * what is wrong is said beside the line. `batch` makes the ids, so the same lines sent twice are the same entries.
 */
export function readGiftFile(text: string, funds: readonly GiftFund[], batch: string): GiftFile {
  const rows = rowsOfSheet(text);
  if (rows === null) return { ok: false, reason: "unreadable" };
  const [header, ...body] = rows;
  if (!header || body.length === 0) return { ok: false, reason: "empty" };
  if (body.length > MOST_LINES) return { ok: false, reason: "too-many" };
  const places = columnPlaces(header.cells);
  if (places === null) return { ok: false, reason: "no-columns" };
  return {
    ok: true,
    lines: body.map(({ line, cells }) => readLine(line, cells, places, funds, batch)),
  };
}

function columnPlaces(header: readonly string[]): Record<Column, number> | null {
  const plain = header.map((name) =>
    name
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[\s()_.]/g, ""),
  );
  const places = Object.fromEntries(
    COLUMNS.map((column) => [column, plain.findIndex((name) => NAMES[column].includes(name))]),
  ) as Record<Column, number>;
  const isWhole = (["fund", "amount", "givenOn", "receiptNo"] as const).every(
    (column) => places[column] >= 0,
  );
  return isWhole ? places : null;
}

function readLine(
  line: number,
  row: readonly string[],
  places: Record<Column, number>,
  funds: readonly GiftFund[],
  batch: string,
): GiftLine {
  const cell = (column: Column): string => (places[column] < 0 ? "" : (row[places[column]] ?? "").trim());
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, cell(column)])) as GiftLine["cells"];
  const errors: Record<string, string> = {};
  const wanted = cells.fund.toLowerCase();
  const fund = funds.find(({ slug, title, titleEn }) =>
    [slug, title, titleEn].some((name) => name.toLowerCase() === wanted),
  );
  if (!fund) errors.fund = "errFund";
  const visibility = VISIBILITY[cells.visibility.toLowerCase()];
  if (!visibility) errors.visibility = "errVisibility";
  const read = readFields({
    amount: cells.amount,
    givenOn: plainDay(cells.givenOn),
    visibility: visibility ?? "anonymous",
    name: visibility === "public" ? cells.name : "",
    pseudonym: visibility === "pseudonym" ? cells.name : "",
    receiptNo: cells.receiptNo,
  });
  if (!read.ok) {
    const { pseudonym, ...rest } = read.errors;
    Object.assign(errors, rest, pseudonym ? { name: pseudonym } : {});
  }
  if (cells.receiptNo === "") errors.receiptNo = "errReceiptMissing";
  if (!read.ok || !fund || Object.keys(errors).length > 0) return { line, cells, errors, gift: null };
  const { amount, givenOn, name, pseudonym, receiptNo } = read.fields;
  return {
    line,
    cells,
    errors,
    gift: {
      id: idOfLine(batch, line, row),
      fundId: fund.id,
      kind: "cash",
      amountFen: amount,
      givenOn,
      receiptNo,
      visibility: read.fields.visibility,
      name: name || null,
      pseudonym: pseudonym || null,
      row: null,
    },
  };
}

/** 2026/11/2 and 2026年11月2日 as spreadsheets write them. */
function plainDay(text: string): string {
  const parts = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text.normalize("NFKC"));
  return parts ? `${parts[1]}-${parts[2]?.padStart(2, "0")}-${parts[3]?.padStart(2, "0")}` : text;
}

function idOfLine(batch: string, line: number, row: readonly string[]): string {
  const hex = createHash("sha256")
    .update(JSON.stringify([batch, line, row]))
    .digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
