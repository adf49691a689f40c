import type { FundKind } from "#app/features/funds/kinds.ts";
import { db } from "#app/lib/db.server.ts";
import { giftIntervalsSql } from "./gift-intervals.ts";

/** A gift within one fund: in its own fund it is found by its id, in others it is the pieces that were moved there. */
export interface FundPieces {
  fundId: string;
  donationId: string | null;
  /** Pieces of that fund's line of fen. */
  pieces: readonly { fromFen: bigint; toFen: bigint }[];
}

/** What of a gift went with one move to another fund of the organization. */
export interface MovedPart {
  moveId: string;
  movedAt: Date;
  amountFen: bigint;
  kind: FundKind;
  slug: string;
  title: string;
  titleEn: string;
  /** Where it is now; without pieces while that fund's trace is behind. */
  place: FundPieces;
}

/** Common table expressions that end with the intervals of a gift in one fund, for `piecesValues`. */
export const PIECES_SQL = `wanted as (select $2::text as donation_id where $2::text is not null),
  ${giftIntervalsSql("select null::text, from_fen, to_fen from unnest($3::int8[], $4::int8[]) as moved(from_fen, to_fen)")}`;

export function piecesValues({ fundId, donationId, pieces }: FundPieces): unknown[] {
  return [fundId, donationId, pieces.map(({ fromFen }) => fromFen), pieces.map(({ toFen }) => toFen)];
}

/** Ends project after project is a rare thing to do to one gift; a longer chain is shown as unused at its end. */
const MOST_HOPS = 8;

/** Follows a gift from fund to fund, nearest first. One query a hop: each needs where the one before it led. */
export async function giftMoves(home: FundPieces): Promise<MovedPart[]> {
  const moves: MovedPart[] = [];
  let places = [home];
  for (let hop = 0; hop < MOST_HOPS && places.length > 0; hop += 1) {
    const next = (await Promise.all(places.map(movesOutOf))).flat();
    moves.push(...next);
    places = next.map(({ place }) => place).filter(({ pieces }) => pieces.length > 0);
  }
  return moves;
}

interface MoveRow extends Omit<MovedPart, "place"> {
  toFundId: string;
  /** Places in the other fund's line as text: a JSON number would pass through a float. */
  pieces: [fromFen: string, toFen: string][];
}

async function movesOutOf(place: FundPieces): Promise<MovedPart[]> {
  const rows = await db.rows<MoveRow>(
    `with recursive ${PIECES_SQL}, spans as (
       select u.cause_id, u.from_fen, u.to_fen,
              (sum(u.to_fen - u.from_fen) over (partition by u.cause_id order by u.from_fen rows unbounded preceding)
                - (u.to_fen - u.from_fen))::int8 as before_fen
       from fund_use u where u.fund_id = $1 and u.cause_kind = 'fund-move'
     ), parts as (
       select s.cause_id, s.before_fen + greatest(s.from_fen, b.from_fen) - s.from_fen as offset_fen,
              least(s.to_fen, b.to_fen) - greatest(s.from_fen, b.from_fen) as length_fen
       from belonging b join spans s on s.from_fen < b.to_fen and b.from_fen < s.to_fen
     )
     select m.id as "moveId", m.moved_at as "movedAt", m.to_fund_id as "toFundId", f.kind, f.slug, f.title,
            f.title_en as "titleEn", sum(p.length_fen)::int8 as "amountFen",
            coalesce(json_agg(json_build_array((i.from_fen + p.offset_fen)::text,
                                               (i.from_fen + p.offset_fen + p.length_fen)::text)
                              order by p.offset_fen) filter (where i.from_fen is not null), '[]') as pieces
     from parts p join fund_move m on m.id = p.cause_id::uuid join fund f on f.id = m.to_fund_id
     left join fund_inflow i on i.fund_id = m.to_fund_id and i.origin_kind = 'fund-move' and i.origin_id = p.cause_id
     group by m.id, f.id order by m.moved_at, m.id`,
    piecesValues(place),
  );
  return rows.map(({ toFundId, pieces, ...move }) => ({
    ...move,
    place: {
      fundId: toFundId,
      donationId: null,
      pieces: pieces.map(([fromFen, toFen]) => ({ fromFen: BigInt(fromFen), toFen: BigInt(toFen) })),
    },
  }));
}

/** The first fen of a gift in this fund that nothing has used; null where all is used or moved on. */
export async function firstFreeFen(place: FundPieces): Promise<bigint | null> {
  const [row] = await db.rows<{ fen: bigint | null }>(
    `with recursive ${PIECES_SQL}
     select min(lower(piece)) as fen from belonging b
     cross join lateral unnest(
       int8multirange(int8range(b.from_fen, b.to_fen)) - coalesce((
         select range_agg(int8range(u.from_fen, u.to_fen)) from fund_use u
         where u.fund_id = $1 and int8range(u.from_fen, u.to_fen) && int8range(b.from_fen, b.to_fen)
       ), '{}'::int8multirange)) as piece`,
    piecesValues(place),
  );
  return row?.fen ?? null;
}
