import { db } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { IMPORT_HEADS, MOST_IMPORT_ROWS } from "./import-receipts.server.ts";
import { listOpenRequests } from "./queries.server.ts";

const cell = (text: string) =>
  // A cell that begins like a formula is run by spreadsheets: it is given as text.
  /^[=+\-@\t]/.test(text)
    ? `"'${text.replaceAll('"', '""')}"`
    : /[",\n]/.test(text)
      ? `"${text.replaceAll('"', '""')}"`
      : text;

interface Line {
  donationId: string;
  payer: string;
  payerUscc: string | null;
  validFen: bigint;
  fundTitle: string;
  /** Empty: nobody asked, the receipt is due all the same. */
  requestedOn: string;
  dueOn: string;
}

/** The waiting requests as the finance system's batch import takes them (CSV with BOM, RFC 4180). */
export async function waitingListCsv(organizationIds: readonly string[]): Promise<string> {
  const requests = await listOpenRequests(organizationIds);
  return csvOf(
    requests.map((request) => ({
      ...request,
      donationId: request.donationIds[0] ?? "",
      requestedOn: shanghaiDay(request.requestedAt),
    })),
  );
}

/**
 * Every gift of a project or drive that has neither receipt nor request, oldest first, in the same columns: a
 * receipt is issued for every gift, not only on request. Gifts without a name are left out: they are recorded as
 * anonymous. At most as many as one file may bring back; the next list begins where receipts are recorded.
 */
export async function unreceiptedCsv(fundId: string, organizationIds: readonly string[]): Promise<string> {
  const lines = await db.rows<Omit<Line, "requestedOn" | "dueOn" | "payerUscc">>(
    `select d.id as "donationId", d.donor_name as payer, f.title as "fundTitle",
            (d.amount_fen - coalesce(back.fen, 0))::int8 as "validFen"
     from donation d join fund f on f.id = d.fund_id
     join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
     left join lateral (select sum(r.amount_fen) as fen from refund r where r.fund_id = d.fund_id
                        and r.donation_id = d.id and r.payment_id = p.id and r.failed_at is null) back on true
     where d.fund_id = $1 and d.organization_id = any($2) and d.donor_name <> ''
       and d.amount_fen > coalesce(back.fen, 0)
       and (f.kind <> 'trust' or f.receipt_timing = 'at-setup')
       and not exists (select from receipt_gift g where g.fund_id = d.fund_id and g.donation_id = d.id
                       and g.voided_at is null)
       and not exists (select from receipt_request_gift g where g.fund_id = d.fund_id and g.donation_id = d.id
                       and g.withdrawn_at is null)
       and not exists (select from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id and x.won_at is null)
     order by p.paid_at, d.id limit $3`,
    [fundId, organizationIds, MOST_IMPORT_ROWS],
  );
  return csvOf(lines.map((line) => ({ ...line, payerUscc: null, requestedOn: "", dueOn: "" })));
}

function csvOf(lines: readonly Line[]): string {
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
  const rows = lines.map((line) => [
    line.donationId,
    line.payer,
    line.payerUscc ?? "",
    fenToYuan(line.validFen),
    line.fundTitle,
    line.requestedOn,
    line.dueOn,
    "",
    "",
    "",
    "",
  ]);
  return `\uFEFF${[heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
