import { rowsOfSheet, textOfSheet } from "#app/lib/sheet-rows.ts";
import { plainHead } from "./id-list.ts";
import { applicationSchema, type TypedApplication } from "./schema.ts";

/** Rows of one list; more are two lists. */
export const MOST_APPLICATIONS = 20_000;
export const MOST_APPLICATION_BYTES = 8 * 1024 * 1024;

type Column = Exclude<keyof TypedApplication, "urgent"> | "urgent";

/** What the columns may be called, after spaces and brackets are gone. */
const HEADS: Record<Column, readonly string[]> = {
  name: ["姓名", "名字", "name"],
  idNumber: ["身份证号", "身份证号码", "身份证", "公民身份号码", "idnumber"],
  phone: ["电话", "手机", "手机号", "联系电话", "phone"],
  town: ["乡镇代码", "镇街代码", "区划代码", "towncode", "town"],
  address: ["住址", "地址", "address"],
  householdClass: ["家庭类别", "困难类别", "类别", "class"],
  need: ["困难情况", "申请理由", "情况", "need"],
  urgent: ["紧急", "急难", "urgent"],
  bank: ["开户行", "银行", "bank"],
  accountNo: ["账号", "银行账号", "卡号", "一卡通", "account"],
  accountHolder: ["户名", "收款人", "accountholder"],
  guardianName: ["监护人", "监护人姓名", "guardian"],
  guardianPhone: ["监护人电话", "guardianphone"],
  helperName: ["代办人", "helper"],
  helperPhone: ["代办人电话", "helperphone"],
};
const COLUMNS = Object.keys(HEADS) as Column[];
const NEEDED: readonly Column[] = ["name", "idNumber", "phone", "town", "householdClass", "need"];
const YES = ["是", "yes", "y", "1", "急", "紧急"];

export interface ApplicationRow {
  line: number;
  /** Keys of the `aid` dictionary: what is wrong, never what stood there. */
  errors: string[];
  typed: TypedApplication | null;
}

export type ApplicationList =
  | { ok: true; rows: ApplicationRow[] }
  | { ok: false; reason: "unreadable" | "empty" | "too-many" | "columns-missing" };

/** Reads a list of applications. What is wrong with a row is said of that row alone. */
export function readApplicationList(bytes: Uint8Array): ApplicationList {
  const rows = rowsOfSheet(textOfSheet(bytes));
  if (rows === null) return { ok: false, reason: "unreadable" };
  const [head, ...body] = rows;
  if (!head || body.length === 0) return { ok: false, reason: "empty" };
  if (body.length > MOST_APPLICATIONS) return { ok: false, reason: "too-many" };
  const heads = head.cells.map(plainHead);
  const placeOf = (column: Column) => heads.findIndex((name) => HEADS[column].includes(name));
  const places = new Map(COLUMNS.map((column) => [column, placeOf(column)]));
  if (NEEDED.some((column) => (places.get(column) ?? -1) < 0))
    return { ok: false, reason: "columns-missing" };
  return { ok: true, rows: body.map(({ line, cells }) => readRow(line, cells, places)) };
}

function readRow(
  line: number,
  cells: readonly string[],
  places: ReadonlyMap<Column, number>,
): ApplicationRow {
  const typed: Record<string, string> = {};
  for (const [column, place] of places) {
    const text = place < 0 ? "" : (cells[place] ?? "").trim().replace(/^'/, "");
    if (column !== "urgent") typed[column] = text;
    else if (YES.includes(text.toLowerCase())) typed.urgent = "yes";
  }
  const parsed = applicationSchema.safeParse(typed);
  if (parsed.success) return { line, errors: [], typed: parsed.data };
  return { line, errors: [...new Set(parsed.error.issues.map(({ message }) => message))], typed: null };
}
