import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { IMPORT_HEADS } from "./import-receipts.server.ts";
import { listOpenRequests } from "./queries.server.ts";

const cell = (text: string) =>
  // A cell that begins like a formula is run by spreadsheets: it is given as text.
  /^[=+\-@\t]/.test(text)
    ? `"'${text.replaceAll('"', '""')}"`
    : /[",\n]/.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text;

/** The waiting requests as the finance system's batch import takes them (CSV with BOM, RFC 4180). */
export async function waitingListCsv(organizationIds: readonly string[]): Promise<string> {
  const requests = await listOpenRequests(organizationIds);
  const { donation, payer, payerUscc, amount, billCode, billNo, checkCode, issuedOn } = IMPORT_HEADS;
  const heads = [
    donation,
    payer,
    payerUscc,
    amount,
    "项目",
    "申请日期",
    "应开日期",
    billCode,
    billNo,
    checkCode,
    issuedOn,
  ];
  const rows = requests.map((request) => [
    request.donationIds[0] ?? "",
    request.payer,
    request.payerUscc ?? "",
    fenToYuan(request.validFen),
    request.fundTitle,
    shanghaiDay(request.requestedAt),
    request.dueOn,
    "",
    "",
    "",
    "",
  ]);
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
