import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";

/** A gift as far as a receipt is concerned. */
export interface ReceiptableGift {
  donationId: string;
  fundId: string;
  organizationId: string;
  isCounted: boolean;
  paidAt: Date | null;
  amountFen: bigint;
  /** What is left of it for good: without refunds, promised or paid, and charge-backs. */
  validFen: bigint;
  isContested: boolean;
  currency: string;
  fundTitle: string;
  filingNo: string | null;
  /** Of a trust alone: a gift gets its receipt at the set-up, or what is spent gets it; never both. */
  trustTiming: "at-setup" | "at-spend" | "undecided" | null;
  liveReceiptId: string | null;
  requestId: string | null;
  requestKind: "asked" | "waived" | null;
  planId: string | null;
}

/** Reads these gifts in one statement; unknown ids are left out. `lock`: holds them until the transaction ends. */
export async function readReceiptableGifts(
  tx: Sql,
  donationIds: readonly string[],
  { lock = false } = {},
): Promise<Map<string, ReceiptableGift>> {
  const known = [...new Set(donationIds)].filter((id) => fundIdOf(id, "d") !== null).sort();
  if (known.length === 0) return new Map();
  const keys = [known.map((id) => fundIdOf(id, "d")), known];
  if (lock) {
    // In id order, as every verb that decides about gifts does.
    await tx.run(
      `select 1 from donation d join unnest($1::text[], $2::text[]) as k(fund_id, id)
         on d.fund_id = k.fund_id and d.id = k.id order by d.fund_id, d.id for update of d`,
      keys,
    );
  }
  const gifts = await tx.rows<ReceiptableGift>(GIFTS_SQL, keys);
  return new Map(gifts.map((gift) => [gift.donationId, gift]));
}

const GIFTS_SQL = `
  select d.id as "donationId", d.fund_id as "fundId", d.organization_id as "organizationId",
         p.id is not null as "isCounted", p.paid_at as "paidAt", d.amount_fen as "amountFen", d.currency,
         greatest(d.amount_fen
           - coalesce((select sum(r.amount_fen) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                       and r.payment_id = p.id and r.failed_at is null), 0)
           - coalesce((select sum(x.amount_fen) from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                       and x.lost_at is not null), 0), 0)::int8 as "validFen",
         exists (select 1 from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                 and x.won_at is null and x.lost_at is null) as "isContested",
         f.title as "fundTitle", f.filing_no as "filingNo",
         case when f.kind = 'trust' then coalesce(f.receipt_timing, 'undecided') end as "trustTiming",
         live.receipt_id as "liveReceiptId", asked.request_id as "requestId", asked.kind as "requestKind",
         charge.plan_id as "planId"
  from unnest($1::text[], $2::text[]) as k(fund_id, id)
  join donation d on d.fund_id = k.fund_id and d.id = k.id
  join fund f on f.id = d.fund_id
  left join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
  left join receipt_gift live on live.fund_id = d.fund_id and live.donation_id = d.id and live.voided_at is null
  left join monthly_charge charge on charge.fund_id = d.fund_id and charge.donation_id = d.id
  left join lateral (
    select q.id as request_id, q.kind from receipt_request_gift g join receipt_request q on q.id = g.request_id
    where g.fund_id = d.fund_id and g.donation_id = d.id and g.withdrawn_at is null
  ) asked on true`;
