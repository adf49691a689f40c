import { db } from "#app/lib/db.server.ts";

/** One gift of a statement; days of China, amounts in fen. */
export interface StatementGift {
  donationId: string;
  paidOn: string;
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  fundTitle: string;
  fundTitleEn: string;
  amountFen: bigint;
  /** What went back, refunded or charged back. */
  backFen: bigint;
  /** Code and number of its live receipt. */
  billNumber: string | null;
  /** The organization could issue receipts for deduction on the gift's day. */
  isDeductible: boolean;
}

export interface OrganizationSum {
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  count: number;
  amountFen: bigint;
  backFen: bigint;
  receiptFen: bigint;
}

export interface Statement {
  gifts: StatementGift[];
  organizations: OrganizationSum[];
  amountFen: bigint;
  backFen: bigint;
  /** What was kept of gifts with a live receipt. */
  receiptFen: bigint;
  /** More gifts than one statement holds: take a shorter range. */
  isCut: boolean;
}

export const MOST_GIFTS = 2_000;

/** A person's counted gifts paid on the days `from`…`to`, oldest first, with their sums by organization. */
export async function readStatement(userId: string, range: { from: string; to: string }): Promise<Statement> {
  const found = await db.rows<StatementGift>(STATEMENT_SQL, [userId, range.from, range.to, MOST_GIFTS + 1]);
  const gifts = found.slice(0, MOST_GIFTS);
  const organizations = new Map<string, OrganizationSum>();
  for (const gift of gifts) {
    const { organizationId, organizationName, organizationNameEn } = gift;
    const sum = organizations.get(organizationId) ?? {
      organizationId,
      organizationName,
      organizationNameEn,
      count: 0,
      amountFen: 0n,
      backFen: 0n,
      receiptFen: 0n,
    };
    sum.count += 1;
    sum.amountFen += gift.amountFen;
    sum.backFen += gift.backFen;
    if (gift.billNumber !== null) sum.receiptFen += gift.amountFen - gift.backFen;
    organizations.set(organizationId, sum);
  }
  const sums = [...organizations.values()];
  return {
    gifts,
    organizations: sums,
    amountFen: sums.reduce((sum, { amountFen }) => sum + amountFen, 0n),
    backFen: sums.reduce((sum, { backFen }) => sum + backFen, 0n),
    receiptFen: sums.reduce((sum, { receiptFen }) => sum + receiptFen, 0n),
    isCut: found.length > MOST_GIFTS,
  };
}

/** Kept sums of a year that may be deducted: the organization's tax status covered the day of the gift. */
export function deductibleFen(gifts: readonly StatementGift[]): { allFen: bigint; withReceiptFen: bigint } {
  const kept = (some: readonly StatementGift[]) =>
    some.reduce((sum, { amountFen, backFen }) => sum + amountFen - backFen, 0n);
  const deductible = gifts.filter(({ isDeductible }) => isDeductible);
  return {
    allFen: kept(deductible),
    withReceiptFen: kept(deductible.filter(({ billNumber }) => billNumber !== null)),
  };
}

const STATEMENT_SQL = `
  select d.id as "donationId", paid.day::date as "paidOn", o.id as "organizationId", o.name as "organizationName",
         o.name_en as "organizationNameEn", f.title as "fundTitle", f.title_en as "fundTitleEn",
         d.amount_fen as "amountFen",
         least(d.amount_fen,
           coalesce((select sum(r.amount_fen) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                     and r.payment_id = p.id and r.failed_at is null), 0)
           + coalesce((select sum(x.amount_fen) from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                       and x.lost_at is not null), 0))::int8 as "backFen",
         live.number as "billNumber",
         coalesce(o.tax_status_from <= paid.day::date and (o.tax_status_to is null or o.tax_status_to >= paid.day::date),
                  false) as "isDeductible"
  from donation d
  join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
  cross join lateral (select (p.paid_at at time zone 'Asia/Shanghai')::date as day) paid
  join fund f on f.id = d.fund_id join organization o on o.id = d.organization_id
  left join lateral (
    select r.bill_code || ' ' || r.bill_no as number from receipt_gift g join receipt r on r.id = g.receipt_id
    where g.fund_id = d.fund_id and g.donation_id = d.id and g.voided_at is null
  ) live on true
  where d.user_id = $1 and paid.day between $2::date and $3::date
  order by p.paid_at, d.id limit $4`;
