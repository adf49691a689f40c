import { spendableOf } from "#app/features/disbursements/spendable.server.ts";
import { donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { db } from "#app/lib/db.server.ts";
import { GUIDE_FUND } from "./guide-fund.ts";
import type { GuideVisit } from "./guide-visit.server.ts";
import { demoUserId } from "./sign-in-as.server.ts";

export interface GuideProject {
  fundId: string;
  organizationId: string;
  title: string;
  titleEn: string;
}

export interface GuideGift {
  id: string;
  amountFen: bigint;
  payUrl: string | null;
  paidAt: Date | null;
  quarantinedAt: Date | null;
  /** A statement of the provider shows it, matched or not yet. */
  isOnStatement: boolean;
  settledAt: Date | null;
}

export interface GuidePayment {
  id: string;
  purpose: string;
  purposeEn: string;
  amountFen: bigint;
  people: number;
  approvedAt: Date | null;
  paidAt: Date | null;
  tracedAt: Date | null;
  deliveredFen: bigint;
  /** How much of it the visitor's gift paid. */
  fromGiftFen: bigint;
  /** What is used before the visitor's gift; a payment that is not larger does not reach it. */
  aheadOfGiftFen: bigint;
}

/** Null where the seed has not made the guide's project. */
export async function findGuideProject(): Promise<GuideProject | null> {
  const [project] = await db.rows<GuideProject>(
    `select id as "fundId", organization_id as "organizationId", title, title_en as "titleEn"
     from fund where kind = $1 and slug = $2`,
    [GUIDE_FUND.kind, GUIDE_FUND.slug],
  );
  return project ?? null;
}

/** The gift that the visitor began: the demo donor's first one to this project since then. */
export async function findVisitorsGift(fundId: string, visit: GuideVisit): Promise<GuideGift | null> {
  const [gift] = await db.rows<GuideGift>(
    `select d.id, d.amount_fen as "amountFen", p.pay_url as "payUrl", p.paid_at as "paidAt",
            p.quarantined_at as "quarantinedAt", e.settled_at as "settledAt",
            exists (select from statement_row r where r.organization_id = p.organization_id
                    and r.merchant_reference = p.id) as "isOnStatement"
     from donation d join payment p on p.fund_id = d.fund_id and p.donation_id = d.id
     left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
     where d.fund_id = $1 and d.user_id = $2 and d.created_at >= $3
     order by d.created_at, p.counted_at nulls last, p.opened_at desc limit 1`,
    [fundId, await demoUserId("donor"), visit.startedAt],
  );
  return gift ?? null;
}

/** The payment that this visit is about: the one it approved, else the one that waits for approval. */
export async function findGuidePayment(
  fundId: string,
  visit: GuideVisit | null,
  gift: GuideGift | null,
): Promise<GuidePayment | null> {
  const [payment] = await db.rows<Omit<GuidePayment, "fromGiftFen" | "aheadOfGiftFen">>(
    `select id, purpose, purpose_en as "purposeEn", amount_fen as "amountFen", beneficiary_count as people, approved_at as "approvedAt",
            paid_at as "paidAt", traced_at as "tracedAt",
            (select coalesce(sum(b.delivered_fen), 0)::int8 from beneficiary_batch b
             where b.fund_id = d.fund_id and b.disbursement_id = d.id) as "deliveredFen"
     from disbursement d
     where fund_id = $1 and rejected_at is null and withdrawn_at is null
       and (approved_at is null or approved_at >= $2)
     order by approved_at desc nulls last, proposed_at limit 1`,
    [fundId, visit?.startedAt ?? new Date()],
  );
  if (!payment) return null;
  const trace = gift ? await donationTrace(fundId, gift.id) : null;
  const use = trace?.uses.find(({ disbursementId }) => disbursementId === payment.id);
  return { ...payment, fromGiftFen: use?.amountFen ?? 0n, aheadOfGiftFen: trace?.aheadFen ?? 0n };
}

export const spendableFenOf = async (fundId: string): Promise<bigint> =>
  (await spendableOf(fundId)).spendableFen;
