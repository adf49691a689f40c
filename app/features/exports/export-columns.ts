import type { ExportKind } from "./export-kinds.ts";

interface ExportColumn {
  /** Head of the column. */
  name: string;
  sql: string;
  /** fen: an integer of fen, written as yuan; text: somebody's words, guarded; plain: ids, days, codes. */
  is: "fen" | "text" | "plain";
  /** Left out unless donor fields are asked for. */
  isPersonal?: true;
}

export interface ExportSource {
  from: string;
  /** True of the rows in the range: $1 organization, $2 first day, $3 last day. */
  where: string;
  orderBy: string;
  columns: readonly ExportColumn[];
  /** What the last rows sum up, by currency. */
  sumOf: string;
  currency: string;
}

const plain = (name: string, sql: string): ExportColumn => ({ name, sql, is: "plain" });
const text = (name: string, sql: string): ExportColumn => ({ name, sql, is: "text" });
const fen = (name: string, sql: string): ExportColumn => ({ name, sql, is: "fen" });
const personal = (name: string, sql: string): ExportColumn => ({ name, sql, is: "text", isPersonal: true });
const moment = (name: string, sql: string): ExportColumn =>
  plain(name, `to_char(${sql} at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS')`);
/** An instant within days of China, so that an index on the instant can be used. */
const within = (sql: string): string =>
  `${sql} >= ($2::date::timestamp at time zone 'Asia/Shanghai')
   and ${sql} < (($3::date + 1)::timestamp at time zone 'Asia/Shanghai')`;

const GIFTS: ExportSource = {
  from: `payment p join donation d on d.fund_id = p.fund_id and d.id = p.donation_id
         join fund f on f.id = p.fund_id`,
  where: `p.organization_id = $1 and p.counted_at is not null and ${within("p.paid_at")}`,
  orderBy: "p.paid_at, p.id",
  columns: [
    plain("id", "d.id"),
    plain("project", "f.slug"),
    text("project_title", "f.title"),
    moment("paid_at", "p.paid_at"),
    plain("way", "p.provider"),
    fen("amount_yuan", "p.amount_fen"),
    plain("currency", "p.currency"),
    plain("reference", "d.reference"),
    plain("provider_reference", "p.provider_object_id"),
    plain("shown_as", "d.visibility"),
    // Who gave without a name stays without one in files too.
    personal("donor_name", "case when d.visibility <> 'anonymous' then d.donor_name end"),
    personal("pseudonym", "d.pseudonym"),
    personal("email", "case when d.visibility <> 'anonymous' then d.email end"),
    personal("phone", "case when d.visibility <> 'anonymous' then d.phone end"),
    personal("message", "d.message"),
  ],
  sumOf: "p.amount_fen",
  currency: "p.currency",
};

const DISBURSEMENTS: ExportSource = {
  from: "disbursement d join fund f on f.id = d.fund_id",
  where: `d.organization_id = $1 and ${within("d.proposed_at")}`,
  orderBy: "d.proposed_at, d.id",
  columns: [
    plain("id", "d.id"),
    plain("project", "f.slug"),
    plain("purpose_code", "d.purpose_code"),
    text("purpose", "d.purpose"),
    fen("amount_yuan", "d.amount_fen"),
    plain("currency", "d.currency"),
    moment("proposed_at", "d.proposed_at"),
    moment("approved_at", "d.approved_at"),
    moment("rejected_at", "d.rejected_at"),
    moment("withdrawn_at", "d.withdrawn_at"),
    moment("paid_at", "d.paid_at"),
    plain("bank_reference", "d.bank_reference"),
    fen(
      "reached_yuan",
      `(select coalesce(sum(b.delivered_fen), 0) from beneficiary_batch b
        where b.fund_id = d.fund_id and b.disbursement_id = d.id)`,
    ),
    plain("people", "d.beneficiary_count"),
    personal("payee", "d.payee"),
  ],
  sumOf: "d.amount_fen",
  currency: "d.currency",
};

const REFUNDS: ExportSource = {
  // Our own requests name their organization; what a provider sent back is found through its payment.
  from: `refund r left join payment p on p.fund_id = r.fund_id and p.id = r.payment_id
         left join fund f on f.id = r.fund_id`,
  where: `coalesce(r.organization_id, p.organization_id) = $1 and ${within("r.promised_at")}`,
  orderBy: "r.promised_at, r.id",
  columns: [
    plain("id", "r.id"),
    plain("gift", "r.donation_id"),
    plain("project", "f.slug"),
    fen("amount_yuan", "r.amount_fen"),
    plain("currency", "coalesce(p.currency, f.currency, 'CNY')"),
    plain("origin", "r.origin"),
    moment("promised_at", "r.promised_at"),
    moment("paid_at", "r.paid_at"),
    moment("failed_at", "r.failed_at"),
    plain("provider_reference", "r.provider_refund_id"),
  ],
  sumOf: "r.amount_fen",
  currency: "coalesce(p.currency, f.currency, 'CNY')",
};

const LEDGER: ExportSource = {
  from: `transfer t join account a on a.id = t.debit_account_id
         left join transfer_index i on i.book_id = t.book_id and i.transfer_id = t.id`,
  where: "a.organization_id = $1 and t.accounting_day between $2::date and $3::date",
  orderBy: "t.accounting_day, t.recorded_at, t.id",
  columns: [
    plain("id", "t.id"),
    plain("public_index", "i.public_index"),
    plain("book", "t.book_id"),
    plain("fact", "t.fact_id"),
    plain("kind", "t.kind"),
    plain("debit", "t.debit_account_id"),
    plain("credit", "t.credit_account_id"),
    fen("amount_yuan", "t.amount_fen"),
    plain("currency", "t.currency"),
    plain("subject", "t.subject_id"),
    plain("accounting_day", "t.accounting_day"),
    moment("occurred_at", "t.occurred_at"),
    moment("recorded_at", "t.recorded_at"),
    plain("reverses", "t.reverses_id"),
  ],
  sumOf: "t.amount_fen",
  currency: "t.currency",
};

const RECEIPTS: ExportSource = {
  from: "receipt r join fund f on f.id = r.fund_id",
  where: "r.organization_id = $1 and r.issued_on between $2::date and $3::date",
  orderBy: "r.issued_on, r.bill_code, r.bill_no",
  columns: [
    plain("id", "r.id"),
    plain("bill_code", "r.bill_code"),
    plain("bill_no", "r.bill_no"),
    plain("check_code", "r.check_code"),
    plain("issued_on", "r.issued_on"),
    plain("project", "f.slug"),
    text("item", "r.item_name"),
    plain("kind", "r.kind"),
    fen("amount_yuan", "r.amount_fen"),
    plain("currency", "r.currency"),
    plain("voided_on", "r.voided_on"),
    plain("void_reason", "r.void_reason"),
    plain("replaces", "r.replaces_id"),
    personal("payer", "r.payer"),
    personal("payer_uscc", "r.payer_uscc"),
  ],
  sumOf: "r.amount_fen",
  currency: "r.currency",
};

/** What each kind of export reads; texts are constants of this file, values are parameters. */
export const EXPORT_SOURCES: Readonly<Record<ExportKind, ExportSource>> = {
  gifts: GIFTS,
  disbursements: DISBURSEMENTS,
  refunds: REFUNDS,
  ledger: LEDGER,
  receipts: RECEIPTS,
};

/** The columns of a file, in order. */
export function columnsOf(kind: ExportKind, withDonors: boolean): ExportColumn[] {
  return EXPORT_SOURCES[kind].columns.filter((column) => withDonors || !column.isPersonal);
}

/** The query of a file: first the currency and the fen that are summed, then its columns. */
export function exportSql(kind: ExportKind, withDonors: boolean): string {
  const { from, where, orderBy, sumOf, currency } = EXPORT_SOURCES[kind];
  const columns = columnsOf(kind, withDonors).map(({ sql }) => sql);
  return `select ${[currency, sumOf, ...columns].join(", ")} from ${from} where ${where} order by ${orderBy}`;
}

export function countSql(kind: ExportKind): string {
  const { from, where } = EXPORT_SOURCES[kind];
  return `select count(*)::int as count from ${from} where ${where}`;
}
