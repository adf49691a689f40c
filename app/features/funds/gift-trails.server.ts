import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import type { FundKind } from "./kinds.ts";

/** A gift as everybody may see it, and how far it has come. Amounts in fen. */
export interface GiftTrail {
  fundId: string;
  id: string;
  fundKind: FundKind;
  fundSlug: string;
  fundTitle: string;
  fundTitleEn: string;
  /** The donor's name or pseudonym where the donor asked for it to be shown; null is anonymous. */
  name: string | null;
  isPseudonym: boolean;
  amountFen: bigint;
  provider: string;
  createdAt: Date;
  paidAt: Date;
  settledAt: Date | null;
  refundedFen: bigint;
  /** What of it can be used, once the trace has given it a place; null before. */
  netFen: bigint | null;
  usedFen: bigint;
  /** What stands before it and is not used yet; null without a place. */
  aheadFen: bigint | null;
  /** The part of its uses that beneficiary batches confirm. */
  deliveredFen: bigint;
  purposes: { zh: string; en: string }[];
}

interface GiftKey {
  fundId: string;
  id: string;
}

/** The public view of the gifts named, in the order given; a gift that does not count is left out. */
export async function giftTrails(keys: readonly GiftKey[]): Promise<GiftTrail[]> {
  if (keys.length === 0) return [];
  return db.rows<GiftTrail>(TRAILS_SQL, [keys.map((key) => key.fundId), keys.map((key) => key.id)]);
}

const TRAILS_SQL = `
  select d.fund_id as "fundId", d.id, f.kind as "fundKind", f.slug as "fundSlug", f.title as "fundTitle",
         f.title_en as "fundTitleEn",
         case d.visibility when 'public' then d.donor_name when 'pseudonym' then d.pseudonym end as name,
         d.visibility = 'pseudonym' as "isPseudonym", d.amount_fen as "amountFen", d.provider,
         d.created_at as "createdAt", coalesce(p.paid_at, p.counted_at) as "paidAt", e.settled_at as "settledAt",
         coalesce(r.fen, 0)::int8 as "refundedFen", i.to_fen - i.from_fen as "netFen",
         coalesce(s.fen, 0)::int8 as "usedFen", i.from_fen - coalesce(q.fen, 0)::int8 as "aheadFen",
         coalesce(s.delivered_fen, 0)::int8 as "deliveredFen",
         coalesce(s.purposes, '[]') as purposes
  from unnest($1::text[], $2::text[]) with ordinality as c(fund_id, id, place)
  join donation d on d.fund_id = c.fund_id and d.id = c.id
  join fund f on f.id = d.fund_id and f.state <> 'draft'
  join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
  left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
  left join fund_inflow i on i.fund_id = d.fund_id and i.origin_kind = 'gift' and i.origin_id = d.id
  left join lateral (
    select sum(amount_fen) as fen from refund
    where fund_id = d.fund_id and donation_id = d.id and failed_at is null
  ) r on true
  left join lateral (
    select sum(x.fen) as fen,
           -- the first fen of a disbursement are delivered first, as in the trace
           sum(greatest(0, least(x.fen, x.reached_fen - x.before_fen))) as delivered_fen,
           json_agg(distinct jsonb_build_object('zh', x.purpose, 'en', x.purpose_en)) as purposes
    from (
      select least(u.to_fen, i.to_fen) - greatest(u.from_fen, i.from_fen) as fen, b.purpose, b.purpose_en,
             greatest(u.from_fen, i.from_fen) - u.from_fen
               + coalesce((select sum(v.to_fen - v.from_fen) from fund_use v
                           where v.fund_id = u.fund_id and v.cause_kind = 'disbursement'
                             and v.cause_id = u.cause_id and v.from_fen < u.from_fen), 0) as before_fen,
             coalesce((select sum(n.delivered_fen) from beneficiary_batch n
                       where n.fund_id = b.fund_id and n.disbursement_id = b.id), 0) as reached_fen
      from fund_use u join disbursement b on b.fund_id = u.fund_id and b.id = u.cause_id
      where u.fund_id = i.fund_id and u.cause_kind = 'disbursement'
        and int8range(u.from_fen, u.to_fen) && int8range(i.from_fen, i.to_fen)
    ) x
  ) s on true
  left join lateral (
    select sum(least(u.to_fen, i.from_fen) - u.from_fen) as fen from fund_use u
    where s.fen is null and u.fund_id = i.fund_id and u.from_fen < i.from_fen
  ) q on true
  order by c.place`;

/** The newest gifts that count, before a cursor: of one fund, or of all when `fundId` is null. */
export async function listGifts(
  fundId: string | null,
  page: { cursor: string | null; limit: number },
): Promise<{ gifts: GiftTrail[]; nextCursor: string | null }> {
  const [createdAt, id] = decodeCursor(page.cursor, 2) ?? [];
  const before = instantOf(createdAt);
  const keys = await db.rows<GiftKey & { createdAt: Date }>(
    `select d.fund_id as "fundId", d.id, d.created_at as "createdAt"
     from fund f cross join lateral (
       select d.fund_id, d.id, d.created_at from donation d
       where d.fund_id = f.id
         and ($3::timestamptz is null or (d.created_at, d.id) < ($3::timestamptz, $4::text))
         and exists (select 1 from payment p
                     where p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null)
       order by d.created_at desc, d.id desc limit $2
     ) d
     where f.state <> 'draft' and ($1::text is null or f.id = $1)
     order by d.created_at desc, d.id desc limit $2`,
    [fundId, page.limit + 1, before, id ?? null],
  );
  const shown = keys.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    gifts: await giftTrails(shown),
    nextCursor:
      keys.length > page.limit && last ? encodeCursor([last.createdAt.toISOString(), last.id]) : null,
  };
}

/**
 * Gifts for the home page: the newest ones, and the newest that is settled, used and delivered, so that
 * the whole way can be seen on a day on which all the newest are an hour old.
 */
export async function giftsAlongTheWay(newest: number): Promise<GiftTrail[]> {
  const [{ gifts }, further] = await Promise.all([
    listGifts(null, { cursor: null, limit: newest }),
    db.rows<GiftKey>(ALONG_THE_WAY_SQL),
  ]);
  const known = new Set(gifts.map((gift) => gift.id));
  const more = await giftTrails(further.filter((key) => !known.has(key.id)));
  const seen = new Set<string>();
  return [...gifts, ...more.sort((a, b) => b.createdAt.getTime() - a.createdAt.getTime())].filter(
    (gift) => !seen.has(gift.id) && seen.add(gift.id),
  );
}

const ALONG_THE_WAY_SQL = `
  with settled as (
    select e.fund_id, e.donation_id as id
    from fund f cross join lateral (
      select * from settlement where fund_id = f.id order by settled_at desc, payment_id desc limit 1
    ) e where f.state <> 'draft' order by e.settled_at desc limit 1
  ), spent as (
    select b.fund_id, b.id, b.paid_at,
           coalesce((select sum(n.delivered_fen) from beneficiary_batch n
                     where n.fund_id = b.fund_id and n.disbursement_id = b.id), 0) >= b.amount_fen as reached
    from fund f cross join lateral (
      select b.* from disbursement b where b.fund_id = f.id and b.traced_at is not null
      order by b.paid_at desc limit 5
    ) b where f.state <> 'draft'
  ), telling as (
    select distinct on (reached) fund_id, id from spent order by reached, paid_at desc
  ), used as (
    select i.fund_id, i.origin_id as id
    from telling t
    cross join lateral (
      select u.fund_id, u.to_fen from fund_use u
      where u.fund_id = t.fund_id and u.cause_kind = 'disbursement' and u.cause_id = t.id
      order by u.to_fen desc limit 1
    ) u
    cross join lateral (
      select i.* from fund_inflow i where i.fund_id = u.fund_id and i.from_fen < u.to_fen
      order by i.from_fen desc limit 1
    ) i
    where i.origin_kind = 'gift'
  )
  select fund_id as "fundId", id from settled union all select fund_id, id from used`;
