import { parse } from "csv-parse/sync";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { db } from "#app/lib/db.server.ts";
import { parseFen } from "#app/lib/money.ts";
import { textOfSheet } from "#app/lib/sheet-rows.ts";
import { type BillRefusal, type IssuedBill, issueReceipts, type Recorder } from "./issue-receipts.server.ts";
import { type BillDefaults, billDefaults, listOpenRequests } from "./queries.server.ts";
import { billSchema } from "./schema.ts";

/** Heads of the finance department's list; the first three name the bill, the fourth the gift. */
export const IMPORT_HEADS = {
  donation: "捐赠编号",
  billCode: "票据代码",
  billNo: "票据号码",
  checkCode: "校验码",
  issuedOn: "开票日期",
  amount: "金额",
  payer: "交款人",
  payerUscc: "交款人统一社会信用代码",
  itemCode: "项目编码",
  itemName: "项目名称",
  unit: "单位",
  quantity: "数量",
  standard: "标准",
  supervisedBy: "监制章",
  reviewer: "复核人",
  cashier: "收款人",
  note: "备注",
  other: "其他信息",
  qrText: "二维码",
} as const;
type Column = keyof typeof IMPORT_HEADS;

export const MOST_IMPORT_ROWS = 5_000;

export type ImportRefusal = BillRefusal | "payer-missing" | "amount-unreadable" | `field:${string}`;
export interface ImportedRow {
  /** The line in the file; the heads are line 1. */
  line: number;
  billNo: string;
  reason: ImportRefusal | null;
}
export type ImportResult =
  | { ok: true; recorded: number; repeated: number; refused: ImportedRow[] }
  | { ok: false; reason: "not-permitted" | "unreadable" | "empty" | "too-many" | "heads-missing" };

type Typed = Partial<Record<Column, string>>;

/**
 * Takes the list that the finance department's system gives of issued bills (CSV, UTF-8 or GB 18030).
 * Good rows are recorded even when others are refused; the same file again records nothing twice.
 */
export async function importReceipts(file: Uint8Array, recorder: Recorder): Promise<ImportResult> {
  const rows = readRows(file);
  if (!Array.isArray(rows)) return { ok: false, reason: rows };
  if (rows.length === 0) return { ok: false, reason: "empty" };
  if (rows.length > MOST_IMPORT_ROWS) return { ok: false, reason: "too-many" };
  const [defaults, requests, payers] = await Promise.all([
    billDefaults(recorder.organizationId),
    listOpenRequests([recorder.organizationId]),
    knownPayers(rows, recorder.organizationId),
  ]);
  const asked = new Map(
    requests.flatMap((request) => request.donationIds.map((id) => [id, request] as const)),
  );
  const made = rows.map((row, index) => {
    const request = asked.get(row.donation?.trim() ?? "");
    const given = request ?? payers.get(row.donation?.trim() ?? "");
    return { row, line: index + 2, bill: billOf(row, defaults, given, request ?? null) };
  });
  const bills = made.flatMap(({ bill }) => (typeof bill === "string" ? [] : [bill]));
  const outcomes = await issueReceipts(bills, recorder);
  if (!outcomes) return { ok: false, reason: "not-permitted" };
  const refused: ImportedRow[] = [];
  let next = 0;
  for (const { row, line, bill } of made) {
    const billNo = row.billNo?.trim() ?? "";
    if (typeof bill === "string") {
      refused.push({ line, billNo, reason: bill });
      continue;
    }
    const outcome = outcomes[next];
    next += 1;
    if (outcome && !outcome.ok) refused.push({ line, billNo, reason: outcome.reason });
  }
  const recorded = outcomes.filter((outcome) => outcome.ok && !outcome.repeated).length;
  return {
    ok: true,
    recorded,
    repeated: outcomes.length - recorded - outcomes.filter(({ ok }) => !ok).length,
    refused,
  };
}

function readRows(file: Uint8Array): Typed[] | "unreadable" | "heads-missing" {
  let lines: string[][];
  try {
    lines = parse(textOfSheet(file), {
      skip_empty_lines: true,
      trim: true,
      relax_column_count: true,
      bom: true,
    });
  } catch (error) {
    if (error instanceof Error && "code" in error) return "unreadable";
    throw error;
  }
  const heads = lines[0] ?? [];
  const columns = (Object.keys(IMPORT_HEADS) as Column[]).map(
    (column) => [column, heads.indexOf(IMPORT_HEADS[column])] as const,
  );
  const needed: Column[] = ["donation", "billCode", "billNo", "checkCode", "issuedOn"];
  if (needed.some((name) => columns.every(([column, at]) => column !== name || at < 0)))
    return "heads-missing";
  return lines
    .slice(1)
    .map((line) =>
      Object.fromEntries(columns.flatMap(([column, at]) => (at < 0 ? [] : [[column, line[at] ?? ""]]))),
    );
}

type Payer = { payer: string; payerUscc: string | null };

/** The donors' own names, for gifts that nobody asked a receipt for (it is issued for every gift all the same). */
async function knownPayers(rows: readonly Typed[], organizationId: string): Promise<Map<string, Payer>> {
  const found = await db.rows<{ id: string; payer: string }>(
    "select id, donor_name as payer from donation where id = any($1) and organization_id = $2 and donor_name <> ''",
    [rows.map(({ donation }) => donation?.trim() ?? ""), organizationId],
  );
  return new Map(found.map(({ id, payer }) => [id, { payer, payerUscc: null }]));
}

function billOf(
  row: Typed,
  defaults: BillDefaults,
  given: Payer | undefined,
  request: { donationIds: string[]; replacesId: string | null } | null,
): IssuedBill | ImportRefusal {
  const told = (column: Column, otherwise = "") => row[column]?.trim() || otherwise;
  const fields = billSchema.safeParse({
    ...row,
    issuedOn: told("issuedOn").replaceAll("/", "-"),
    itemCode: told("itemCode", defaults.itemCode),
    itemName: told("itemName", defaults.itemName),
    unit: told("unit", defaults.unit),
    quantity: told("quantity", "1"),
    supervisedBy: told("supervisedBy", defaults.supervisedBy),
    reviewer: told("reviewer", defaults.reviewer),
    cashier: told("cashier", defaults.cashier),
  });
  if (!fields.success) return `field:${String(fields.error.issues[0]?.path[0])}`;
  const payer = told("payer", given?.payer ?? "");
  if (payer === "") return "payer-missing";
  const amountFen = told("amount") === "" ? null : parseFen(told("amount"));
  if (amountFen === null && told("amount") !== "") return "amount-unreadable";
  return {
    ...fields.data,
    // The bill's numbers name it: the same list again comes to the same receipts.
    id: transferIdOf("receipt", fields.data.billCode, fields.data.billNo),
    donationIds: request?.donationIds ?? [told("donation")],
    payer,
    payerUscc: told("payerUscc", given?.payerUscc ?? "") || null,
    kind: "money",
    amountFen,
    replacesId: request?.replacesId ?? null,
  };
}
