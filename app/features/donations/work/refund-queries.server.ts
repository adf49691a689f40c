import { db, transaction } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { findGift, type GiftView } from "../queries.server.ts";
import { lockRefundable, type RefundSources, refundSources } from "../refundable.server.ts";

export interface FoundGift {
  id: string;
  amountFen: bigint;
  provider: string;
  paidAt: Date;
  title: string;
  titleEn: string;
}

const FOUND = `select d.id, d.amount_fen as "amountFen", p.provider, p.paid_at as "paidAt", f.title, f.title_en as "titleEn"
  from payment p join donation d on d.fund_id = p.fund_id and d.id = p.donation_id join fund f on f.id = d.fund_id`;
const MOST_FOUND = 30;

/**
 * The organization's own gifts by a number of them (the gift's, the order's, the reference, the provider's
 * trade number), or by amount and Shanghai day. Newest first; only gifts that count.
 */
export async function searchGifts(
  organizationIds: readonly string[],
  search: { q: string; amountFen: bigint | null; day: string | null },
): Promise<FoundGift[]> {
  if (search.q) return findByNumber(organizationIds, search.q);
  if (!search.day) return [];
  return db.rows<FoundGift>(
    `${FOUND} where p.organization_id = any($1) and p.counted_at is not null
       and p.paid_at >= $2::date::timestamp at time zone 'Asia/Shanghai'
       and p.paid_at < ($2::date + 1)::timestamp at time zone 'Asia/Shanghai'
       and ($3::int8 is null or p.amount_fen = $3)
     order by p.paid_at desc, p.id limit ${MOST_FOUND}`,
    [organizationIds, search.day, search.amountFen],
  );
}

async function findByNumber(organizationIds: readonly string[], q: string): Promise<FoundGift[]> {
  const number = q.trim();
  const fundId = fundIdOf(number, "d") ?? fundIdOf(number, "p");
  const counted = "p.organization_id = any($1) and p.counted_at is not null";
  if (fundId)
    return db.rows<FoundGift>(
      `${FOUND} where ${counted} and p.fund_id = $2 and $3 in (p.id, p.donation_id)`,
      [organizationIds, fundId, number],
    );
  if (number.startsWith("pi_"))
    return db.rows<FoundGift>(
      `${FOUND} where ${counted} and p.provider = 'stripe' and p.provider_object_id = $2
         and p.credential_id in (select id from payment_credential where organization_id = any($1))`,
      [organizationIds, number],
    );
  // Alipay's trade numbers begin with their day.
  const day = /^(20\d{2})(\d{2})(\d{2})\d{16,}$/.exec(number)?.slice(1).join("-");
  if (day)
    return db.rows<FoundGift>(
      `${FOUND} where ${counted} and p.provider_object_id = $2
         and p.paid_at between $3::date - interval '2 days' and $3::date + interval '3 days'`,
      [organizationIds, number, day],
    );
  return db.rows<FoundGift>(
    `${FOUND} where ${counted} and f.organization_id = any($1) and d.reference = upper($2) limit ${MOST_FOUND}`,
    [organizationIds, number],
  );
}

/** A request with what became of it, for the people of the charity. */
export interface RefundWork {
  id: string;
  donationId: string;
  amountFen: bigint;
  reason: string;
  overrideReason: string | null;
  requestedById: string;
  requestedByName: string;
  requestedAt: Date;
  answeredByName: string | null;
  answeredAt: Date | null;
  answerNote: string | null;
  state: "waiting" | "rejected" | "promised" | "sent" | "paid" | "failed";
  lastAnswer: string | null;
  endedAt: Date | null;
  title: string;
  titleEn: string;
}

const WORK = `select q.id, q.donation_id as "donationId", q.amount_fen as "amountFen", q.reason,
    q.override_reason as "overrideReason", q.requested_by_id as "requestedById", asker.name as "requestedByName",
    q.requested_at as "requestedAt", answerer.name as "answeredByName",
    coalesce(q.approved_at, q.rejected_at) as "answeredAt", q.answer_note as "answerNote",
    case when q.rejected_at is not null then 'rejected' when q.approved_at is null then 'waiting'
         when r.failed_at is not null then 'failed' when r.paid_at is not null then 'paid'
         when r.sent_at is not null then 'sent' else 'promised' end as state,
    r.last_answer as "lastAnswer", coalesce(r.failed_at, r.paid_at) as "endedAt", f.title, f.title_en as "titleEn"
  from refund_request q join fund f on f.id = q.fund_id
  left join refund r on r.fund_id = q.fund_id and r.id = q.id
  left join app_user asker on asker.id = q.requested_by_id
  left join app_user answerer on answerer.id = coalesce(q.approved_by_id, q.rejected_by_id)`;

/** Requests of the organizations: those that wait first, then the newest. */
export async function listRefundWork(
  organizationIds: readonly string[],
  limit: number,
): Promise<RefundWork[]> {
  return db.rows<RefundWork>(
    `${WORK} where q.organization_id = any($1)
     order by (q.approved_at is null and q.rejected_at is null) desc, q.requested_at desc, q.id limit $2`,
    [organizationIds, limit],
  );
}

export interface RefundableGift {
  gift: GiftView;
  organizationId: string;
  requests: RefundWork[];
  /** For all that is left of it; null where nothing of it counts. */
  sources: RefundSources | null;
  isOnline: boolean;
}

/** One gift with what could go back of it. Null where none of the organizations has it. */
export async function findRefundableGift(
  donationId: string,
  organizationIds: readonly string[],
): Promise<RefundableGift | null> {
  const gift = await findGift(donationId);
  if (!gift) return null;
  const [owner] = await db.rows<{ organizationId: string }>(
    `select organization_id as "organizationId" from donation
     where fund_id = $1 and id = $2 and organization_id = any($3)`,
    [gift.fundId, gift.id, organizationIds],
  );
  if (!owner) return null;
  const requests = await db.rows<RefundWork>(
    `${WORK} where q.fund_id = $1 and q.donation_id = $2 order by q.requested_at desc, q.id`,
    [gift.fundId, gift.id],
  );
  const sources = await transaction(async (tx) => {
    const subject = await lockRefundable(tx, gift.id, owner.organizationId);
    if (!subject) return null;
    const { leftFen } = refundSources(subject, 0n);
    return refundSources(subject, leftFen);
  });
  const isOnline = gift.provider === "alipay" || gift.provider === "stripe";
  return { gift, organizationId: owner.organizationId, requests, sources, isOnline };
}
