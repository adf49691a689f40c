import { FEWEST_SHOWN_PEOPLE } from "#app/features/funds/shown-people.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { db } from "#app/lib/db.server.ts";
import { GIFT_INTERVALS_SQL } from "./gift-intervals.ts";
import {
  type FundPieces,
  firstFreeFen,
  giftMoves,
  type MovedPart,
  PIECES_SQL,
  piecesValues,
} from "./moved-gifts.server.ts";

/** What one gift paid for within one disbursement, less what the payee gave back of it. */
export interface GiftUse {
  disbursementId: string;
  amountFen: bigint;
  /** What came back of the gift's fen: free again, or part of another use. */
  returnedFen: bigint;
  /** The part that beneficiary batches confirm: the first fen of a disbursement are delivered first. */
  deliveredFen: bigint;
  /** When it was paid. */
  at: Date;
  purpose: string;
  purposeEn: string;
  /** The whole disbursement. */
  totalFen: bigint;
  /** Reached so far; 0 also where a batch is too small for its number to be public. */
  people: number;
  /** How many files of evidence the disbursement has. */
  evidence: number;
}

/** amount = fees + refunded − covered + Σ uses + unused, exact in fen. */
export interface DonationTrace {
  amountFen: bigint;
  feesFen: bigint;
  /** Promised back or charged back; disputed money counts until the dispute is won. */
  refundedFen: bigint;
  /** What the organization bears because the gift could not (used already, or kept by the provider). */
  coveredFen: bigint;
  uses: GiftUse[];
  unusedFen: bigint;
  /** Settled and free money that is used before this gift's first unused fen. */
  aheadFen: bigint;
  /** Parts that went on to other funds of the organization: their uses are among `uses`, their rest is unused. */
  moves: MovedPart[];
}

interface GiftFacts {
  amountFen: bigint;
  counted: boolean;
  feesFen: bigint;
  refundedFen: bigint;
  coverFen: bigint;
  firstFreeFen: bigint | null;
}

/** The way of one gift; null where the fund has no gift of this id. A gift not yet paid has nothing used. */
export async function donationTrace(fundId: string, donationId: string): Promise<DonationTrace | null> {
  const facts = await giftFacts(fundId, donationId);
  if (!facts) return null;
  const home: FundPieces = { fundId, donationId, pieces: [] };
  const moves = facts.counted ? await giftMoves(home) : [];
  const places = facts.counted ? [home, ...moves.map(({ place }) => place)] : [];
  const uses = (await Promise.all(places.map(giftUses))).flat();
  const usedFen = uses.reduce((sum, use) => sum + use.amountFen, 0n);
  const leftFen = facts.amountFen - facts.feesFen - facts.refundedFen + facts.coverFen - usedFen;
  const unusedFen = leftFen > 0n ? leftFen : 0n;
  return {
    amountFen: facts.amountFen,
    feesFen: facts.feesFen,
    refundedFen: facts.refundedFen,
    // What went back beyond what was left of the gift is borne by the organization, promised or not yet.
    coveredFen: facts.coverFen + unusedFen - leftFen,
    uses,
    unusedFen,
    aheadFen: facts.counted && unusedFen > 0n ? await aheadOf(fundId, facts.firstFreeFen, moves) : 0n,
    moves,
  };
}

async function giftFacts(fundId: string, donationId: string): Promise<GiftFacts | null> {
  const [facts] = await db.rows<GiftFacts>(
    `with recursive wanted as (select $2::text as donation_id), ${GIFT_INTERVALS_SQL}, counted as (
       select id from payment where fund_id = $1 and donation_id = $2 and counted_at is not null
     ), legs as (
       select t.kind, case when t.credit_account_id = $3 then t.amount_fen else -t.amount_fen end as in_fen
       from subjects s join transfer t on t.subject_id = s.subject_id and t.book_id = $1
       where t.kind in ('provider-fee', 'provider-fee-returned', 'cover-promised')
     ), free as (
       select lower(piece) as at_fen from belonging b
       cross join lateral unnest(
         int8multirange(int8range(b.from_fen, b.to_fen)) - coalesce((
           select range_agg(int8range(u.from_fen, u.to_fen)) from fund_use u
           where u.fund_id = $1 and int8range(u.from_fen, u.to_fen) && int8range(b.from_fen, b.to_fen)
         ), '{}'::int8multirange)) as piece
     )
     select d.amount_fen as "amountFen", exists (select from counted) as counted,
       coalesce((select -sum(in_fen) from legs where kind <> 'cover-promised'), 0)::int8 as "feesFen",
       coalesce((select sum(in_fen) from legs where kind = 'cover-promised'), 0)::int8 as "coverFen",
       (coalesce((select sum(r.amount_fen) from refund r join counted c on c.id = r.payment_id
                  where r.fund_id = $1 and r.donation_id = $2 and r.failed_at is null), 0)
        + coalesce((select sum(x.amount_fen) from dispute x join counted c on c.id = x.payment_id
                    where x.fund_id = $1 and x.donation_id = $2 and x.won_at is null), 0))::int8 as "refundedFen",
       (select min(at_fen) from free) as "firstFreeFen"
     from donation d where d.fund_id = $1 and d.id = $2`,
    [fundId, donationId, accountId("available", fundId)],
  );
  return facts ?? null;
}

/** What stands before the gift where its first free fen lies: in its own fund, else where it was moved to. */
async function aheadOf(
  fundId: string,
  ownFreeFen: bigint | null,
  moves: readonly MovedPart[],
): Promise<bigint> {
  const last = moves.at(-1)?.place;
  if (ownFreeFen !== null || !last) return freeFenBefore(fundId, ownFreeFen);
  return freeFenBefore(last.fundId, await firstFreeFen(last));
}

async function giftUses(place: FundPieces): Promise<GiftUse[]> {
  return db.rows<GiftUse>(
    `with recursive ${PIECES_SQL}, parts as (
       select u.cause_id, u.from_fen as span_fen, greatest(u.from_fen, b.from_fen) as from_fen,
              least(u.to_fen, b.to_fen) as to_fen
       from belonging b join fund_use u on u.fund_id = $1 and u.cause_kind = 'disbursement'
         and int8range(u.from_fen, u.to_fen) && int8range(b.from_fen, b.to_fen)
     ), spans as (
       select u.cause_id, u.from_fen, sum(u.to_fen - u.from_fen) over (
                partition by u.cause_id order by u.from_fen rows unbounded preceding)
                - (u.to_fen - u.from_fen) as before_fen
       from fund_use u where u.fund_id = $1 and u.cause_kind = 'disbursement'
         and u.cause_id in (select cause_id from parts)
     ), delivered as (
       select disbursement_id, sum(delivered_fen) as fen, sum(people)::int4 as people,
              min(people) >= ${FEWEST_SHOWN_PEOPLE} as are_shown from beneficiary_batch
       where fund_id = $1 and disbursement_id in (select cause_id from parts) group by disbursement_id
     ), back as (
       select p.cause_id, sum(least(s.before_fen + p.to_fen - p.span_fen, b.offset_fen + b.length_fen)
                              - greatest(s.before_fen + p.from_fen - p.span_fen, b.offset_fen))::int8 as fen
       from parts p join spans s on s.cause_id = p.cause_id and s.from_fen = p.span_fen
       join returned b on b.disbursement_id = p.cause_id
         and b.offset_fen < s.before_fen + p.to_fen - p.span_fen
         and s.before_fen + p.from_fen - p.span_fen < b.offset_fen + b.length_fen
       group by p.cause_id
     )
     select p.cause_id as "disbursementId", (sum(p.to_fen - p.from_fen) - coalesce(k.fen, 0))::int8 as "amountFen",
       coalesce(k.fen, 0)::int8 as "returnedFen",
       -- how far the delivered fen of the disbursement reach into this part of its span
       least(sum(p.to_fen - p.from_fen) - coalesce(k.fen, 0), sum(greatest(0, least(p.to_fen - p.from_fen,
         coalesce(v.fen, 0) - (s.before_fen + p.from_fen - p.span_fen)))))::int8 as "deliveredFen",
       d.paid_at as at, d.purpose, d.purpose_en as "purposeEn", d.amount_fen as "totalFen",
       case when v.are_shown then v.people else 0 end as people,
       (select count(*)::int4 from evidence e where e.fund_id = $1 and e.disbursement_id = d.id) as evidence
     from parts p
     join spans s on s.cause_id = p.cause_id and s.from_fen = p.span_fen
     join disbursement d on d.fund_id = $1 and d.id = p.cause_id
     left join delivered v on v.disbursement_id = p.cause_id
     left join back k on k.cause_id = p.cause_id
     group by p.cause_id, d.paid_at, d.purpose, d.purpose_en, d.amount_fen, d.id, v.people, v.are_shown, k.fen
     order by d.paid_at, p.cause_id`,
    piecesValues(place),
  );
}

/** The free fen of a fund's line before a point; without a point, all of it. */
async function freeFenBefore(fundId: string, pointFen: bigint | null): Promise<bigint> {
  const [row] = await db.rows<{ fen: bigint }>(
    `with line as (
       select coalesce($2::int8, (select to_fen from fund_inflow where fund_id = $1 order by from_fen desc limit 1),
                       0) as reach_fen
     )
     select (l.reach_fen - coalesce((select sum(u.to_fen - u.from_fen) from fund_use u
                                     where u.fund_id = $1 and u.from_fen < l.reach_fen), 0))::int8 as fen
     from line l`,
    [fundId, pointFen],
  );
  return row?.fen ?? 0n;
}

/** A piece of a disbursement and the gift, or other money, that it came from. Public: no more than the donor chose. */
export interface DisbursementSource {
  /** Place in the fund's line; also the cursor. */
  fromFen: bigint;
  amountFen: bigint;
  originKind: string;
  /** Null where the money did not come from one gift. */
  donationId: string | null;
  visibility: string | null;
  /** The donor's name or pseudonym, as chosen; null for an anonymous gift. */
  shownName: string | null;
  /** When the gift was made. */
  givenAt: Date | null;
  /** The disbursement that the payee gave it back of. */
  returnedOf: string | null;
}

/**
 * What a disbursement was paid from, in the order of the fund's line. Pieces sum to what is traced so far.
 *
 * @param page.after the `fromFen` of the last piece seen, or null
 */
export async function disbursementSources(
  fundId: string,
  disbursementId: string,
  page: { after: bigint | null; limit: number },
): Promise<DisbursementSource[]> {
  return db.rows<DisbursementSource>(
    `with pieces as (
       select greatest(i.from_fen, u.from_fen) as from_fen, least(i.to_fen, u.to_fen) as to_fen,
              i.origin_kind, i.origin_id
       from fund_use u
       cross join lateral (
         select * from fund_inflow i
         where i.fund_id = $1 and i.from_fen < u.to_fen and i.from_fen >= coalesce((
           select s.from_fen from fund_inflow s
           where s.fund_id = $1 and s.from_fen <= greatest(u.from_fen, coalesce($3::int8 + 1, 0))
           order by s.from_fen desc limit 1), 0)
       ) i
       where u.fund_id = $1 and u.cause_kind = 'disbursement' and u.cause_id = $2
         and u.to_fen > coalesce($3::int8 + 1, 0)
     ), shown as (
       select * from pieces where $3::int8 is null or from_fen > $3::int8 order by from_fen limit $4
     )
     select s.from_fen as "fromFen", (s.to_fen - s.from_fen)::int8 as "amountFen", s.origin_kind as "originKind",
            d.id as "donationId", d.visibility, d.created_at as "givenAt",
            case d.visibility when 'public' then d.donor_name when 'pseudonym' then d.pseudonym end as "shownName",
            case s.origin_kind when 'disbursement-returned' then t.subject_id end as "returnedOf"
     from shown s
     left join refund r on s.origin_kind = 'refund-failed' and r.fund_id = $1 and r.id = s.origin_id
     left join dispute x on s.origin_kind = 'dispute-won' and x.fund_id = $1 and x.id = s.origin_id
     left join transfer t on t.book_id = $1
       and t.id = case when s.origin_kind in ('provider-fee-returned', 'disbursement-returned') then s.origin_id::uuid end
     left join donation d on d.fund_id = $1 and d.id = coalesce(
       case when s.origin_kind = 'gift' then s.origin_id end, r.donation_id, x.donation_id, t.subject_id)
     order by s.from_fen`,
    [fundId, disbursementId, page.after, page.limit],
  );
}

/** How much of a disbursement has its spans. */
export async function tracedFenOf(fundId: string, disbursementId: string): Promise<bigint> {
  const [row] = await db.rows<{ fen: bigint }>(
    `select coalesce(sum(to_fen - from_fen), 0)::int8 as fen from fund_use
     where fund_id = $1 and cause_kind = 'disbursement' and cause_id = $2`,
    [fundId, disbursementId],
  );
  return row?.fen ?? 0n;
}
