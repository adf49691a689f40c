import { findFund } from "#app/features/funds/queries.server.ts";
import { FEWEST_SHOWN_PEOPLE } from "#app/features/funds/shown-people.ts";
import { db } from "#app/lib/db.server.ts";
import { type GoodsMoveKind, type PlaceStock, stockOf, type Valuation } from "./goods-rules.ts";

export interface GoodsItem {
  id: string;
  organizationId: string;
  fundId: string;
  fundTitle: string;
  fundTitleEn: string;
  name: string;
  unit: string;
  quantity: number;
  valuation: Valuation;
  valueFen: bigint;
  batchNo: string;
  expiresOn: string | null;
  place: string;
  donorName: string | null;
  receivedOn: string;
  sha256: string;
  recordedById: string;
  recordedBy: string;
  decision: "counted" | "rejected" | null;
  decidedBy: string | null;
}

export interface GoodsMove {
  id: string;
  itemId: string;
  kind: GoodsMoveKind;
  quantity: number;
  valueFen: bigint | null;
  fromPlace: string;
  toPlace: string | null;
  people: number | null;
  reason: string;
  askedById: string;
  askedBy: string;
  askedAt: Date;
  decision: "approved" | "rejected" | null;
  decidedBy: string | null;
  handedOverOn: string | null;
}

const ITEM_COLUMNS = `g.id, g.organization_id as "organizationId", g.fund_id as "fundId", f.title as "fundTitle",
  f.title_en as "fundTitleEn", g.name, g.unit, g.quantity, g.valuation, g.value_fen as "valueFen",
  g.batch_no as "batchNo", g.expires_on as "expiresOn", g.place, g.donor_name as "donorName",
  g.received_on as "receivedOn", g.sha256, g.recorded_by_id as "recordedById", r.name as "recordedBy", g.decision,
  d.name as "decidedBy"`;
const ITEM_FROM = `goods_item g join fund f on f.id = g.fund_id join app_user r on r.id = g.recorded_by_id
  left join app_user d on d.id = g.decided_by_id`;

const MOVE_COLUMNS = `m.id, m.item_id as "itemId", m.kind, m.quantity, m.value_fen as "valueFen",
  m.from_place as "fromPlace", m.to_place as "toPlace", m.people, m.reason, m.asked_by_id as "askedById",
  a.name as "askedBy", m.asked_at as "askedAt", m.decision, d.name as "decidedBy", m.handed_over_on as "handedOverOn"`;

export type StockedItem = GoodsItem & { stock: PlaceStock[]; openMoves: number };

/** The goods of these organizations with what lies where, what waits first, the soonest expiry next. */
export async function listGoods(organizationIds: readonly string[], limit: number): Promise<StockedItem[]> {
  const items = await db.rows<GoodsItem>(
    `select ${ITEM_COLUMNS} from ${ITEM_FROM} where g.organization_id = any($1)
     order by g.decision is not null, g.decision = 'rejected', g.expires_on nulls last, g.recorded_at desc, g.id limit $2`,
    [organizationIds, limit],
  );
  const moves = await movesOf(items.map(({ id }) => id));
  return items.map((item) => withStock(item, moves.get(item.id) ?? []));
}

/** Nothing lies in store before it was counted. */
function withStock(item: GoodsItem, moves: readonly GoodsMove[]): StockedItem {
  const openMoves = moves.filter(
    (move) =>
      move.decision === null ||
      (move.kind === "issued" && move.decision === "approved" && !move.handedOverOn),
  ).length;
  return { ...item, stock: item.decision === "counted" ? stockOf(item, moves) : [], openMoves };
}

/** One item with its whole history; null also for somebody else's. */
export async function findGoods(
  id: string,
  organizationIds: readonly string[],
): Promise<{ item: StockedItem; moves: GoodsMove[] } | null> {
  const [item] = await db.rows<GoodsItem>(
    `select ${ITEM_COLUMNS} from ${ITEM_FROM} where g.organization_id = any($2) and g.id = $1`,
    [id, organizationIds],
  );
  if (!item) return null;
  const moves = (await movesOf([id])).get(id) ?? [];
  return { item: withStock(item, moves), moves };
}

async function movesOf(itemIds: readonly string[]): Promise<Map<string, GoodsMove[]>> {
  const rows = await db.rows<GoodsMove>(
    `select ${MOVE_COLUMNS} from goods_move m join app_user a on a.id = m.asked_by_id
     left join app_user d on d.id = m.decided_by_id where m.item_id = any($1) order by m.asked_at, m.id`,
    [itemIds],
  );
  const byItem = new Map<string, GoodsMove[]>();
  for (const row of rows) byItem.set(row.itemId, [...(byItem.get(row.itemId) ?? []), row]);
  return byItem;
}

/** The file of an item or of a move, for members. */
export async function findGoodsFile(
  id: string,
  organizationIds: readonly string[],
): Promise<{ fileName: string; mediaType: string; content: Buffer } | null> {
  const [file] = await db.rows<{ fileName: string; mediaType: string; content: Buffer }>(
    `select file_name as "fileName", media_type as "mediaType", content from goods_item
     where organization_id = any($2) and id = $1
     union all
     select file_name, media_type, content from goods_move
     where organization_id = any($2) and id = $1 and content is not null`,
    [id, organizationIds],
  );
  return file ?? null;
}

/** What the public sees of one kind of goods of a project: quantities, never who gave or got them. */
export interface PublicGoods {
  name: string;
  unit: string;
  received: number;
  handedOver: number;
  /** Approved and on the way, or set aside. */
  inStore: number;
  writtenOff: number;
  /** Null where fewer than five: a number of three in a village is three names. */
  people: number | null;
  valueFen: bigint;
  lastHandedOverOn: string | null;
}

/** The goods of a project by name and unit. */
export async function publicGoods(fundId: string): Promise<PublicGoods[]> {
  const rows = await db.rows<PublicGoods & { people: number }>(
    `with moved as (
       select item_id, sum(quantity) filter (where kind = 'issued' and handed_over_at is not null) as handed,
              sum(quantity) filter (where kind = 'written-off') as lost,
              sum(people) filter (where kind = 'issued' and handed_over_at is not null) as people,
              max(handed_over_on) as last_on
       from goods_move where decision = 'approved' group by item_id
     )
     select g.name, g.unit, sum(g.quantity)::int as received, coalesce(sum(m.handed), 0)::int as "handedOver",
            (sum(g.quantity) - coalesce(sum(m.handed), 0) - coalesce(sum(m.lost), 0))::int as "inStore",
            coalesce(sum(m.lost), 0)::int as "writtenOff", coalesce(sum(m.people), 0)::int as people,
            sum(g.value_fen)::int8 as "valueFen", max(m.last_on) as "lastHandedOverOn"
     from goods_item g left join moved m on m.item_id = g.id
     where g.fund_id = $1 and g.decision = 'counted' group by g.name, g.unit order by g.name, g.unit`,
    [fundId],
  );
  return rows.map((row) => ({ ...row, people: row.people < FEWEST_SHOWN_PEOPLE ? null : row.people }));
}

/** Projects that goods can be given to. */
export async function goodsFunds(
  organizationId: string,
): Promise<{ id: string; title: string; titleEn: string }[]> {
  return db.rows(
    `select id, title, title_en as "titleEn" from fund
     where organization_id = $1 and kind <> 'trust' and state <> 'draft' order by state = 'ended', title`,
    [organizationId],
  );
}

/** The public page of a project's goods. Throws a 404 response where there is no such project. */
export async function loadPublicGoods(slug: string) {
  const fund = await findFund("project", slug);
  if (!fund) throw new Response(null, { status: 404 });
  const { title, titleEn } = fund;
  return { project: { slug: fund.slug, title, titleEn }, goods: await publicGoods(fund.id) };
}
