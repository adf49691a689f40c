import { createHash } from "node:crypto";
import iconv from "iconv-lite";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { lineReference } from "./batch-state.ts";

export const FILE_ENCODINGS = ["utf-8", "gb18030"] as const;
export type FileEncoding = (typeof FILE_ENCODINGS)[number];

export interface FileBatch {
  id: string;
  releasedAt: Date;
  currency: string;
  payerName: string;
  payerAccount: string;
}

export interface FileLine {
  number: number;
  name: string;
  account: string;
  bank: string;
  amountFen: bigint;
}

const HEAD = ["批次号", "付款账号", "付款户名", "笔数", "总金额", "币种", "制单日期"];
const COLUMNS = ["序号", "收款账号", "收款户名", "开户行", "金额", "用途"];

/**
 * The file that a bank takes for many payments at once (代发, generic layout, RFC 4180, CRLF): a heading and one
 * row with the control total and the number of lines, then a heading and one row per line. Amounts in yuan with
 * two decimals; `用途` is what the bank's own rows will carry, by which results are found. Built from nothing but
 * its arguments: the same batch gives the same bytes at any time.
 */
export function batchFile(batch: FileBatch, lines: readonly FileLine[], encoding: FileEncoding): Buffer {
  const totalFen = lines.reduce((sum, { amountFen }) => sum + amountFen, 0n);
  const rows = [
    HEAD,
    [
      batch.id,
      batch.payerAccount,
      batch.payerName,
      String(lines.length),
      fenToYuan(totalFen),
      batch.currency,
      shanghaiDay(batch.releasedAt),
    ],
    COLUMNS,
    ...lines.map(({ number, name, account, bank, amountFen }) => [
      String(number),
      account,
      name,
      bank,
      fenToYuan(amountFen),
      lineReference(batch.id, number),
    ]),
  ];
  const text = rows.map((row) => `${row.map(cell).join(",")}\r\n`).join("");
  // The mark tells spreadsheets that it is UTF-8; GB18030 has none and is what most banks' desks expect.
  return encoding === "utf-8" ? Buffer.from(`\uFEFF${text}`, "utf8") : iconv.encode(text, "gb18030");
}

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export const sha256Of = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
