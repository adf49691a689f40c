import { recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import type { ShopFacts } from "./schema.ts";

interface OnStreet {
  streetId: string;
  /** Of the charity's people. */
  organizationIds: readonly string[];
  userId: string;
  now: Date;
}

interface PlaceShops extends OnStreet {
  shopIds: readonly string[];
}

export type PlaceRefusal =
  | "unknown-street"
  | "unknown-shop"
  | "shop-closed"
  | "other-street"
  /** A charity puts nobody on its street who never agreed to give to it. */
  | "no-agreement";

interface ShopState {
  id: string;
  isClosed: boolean;
  streetId: string | null;
  hasAgreement: boolean;
}

/** Puts shops on a street, all or none; those that are on it already stay. */
export async function addShopsToStreet(
  input: PlaceShops,
): Promise<{ ok: true; added: number } | { ok: false; reason: PlaceRefusal }> {
  const { streetId, userId, now } = input;
  const shopIds = [...new Set(input.shopIds)];
  return transaction(async (tx) => {
    const organizationId = await ownStreet(tx, input);
    if (organizationId === null) return { ok: false, reason: "unknown-street" } as const;
    const shops = await tx.rows<ShopState>(
      `select h.id::text as id, h.closed_at is not null as "isClosed", h.street_id::text as "streetId",
              ${agreedSql("h.merchant_id", "$2")} as "hasAgreement"
       from shop h where h.id::text = any($1) order by h.id for update of h`,
      [shopIds, organizationId],
    );
    const reason = refusalOf(shops, shopIds.length, streetId);
    if (reason) return { ok: false, reason } as const;
    const added = shops.filter((shop) => shop.streetId !== streetId).map(({ id }) => id);
    await tx.run("update shop set street_id = $2 where id = any($1)", [added, streetId]);
    await recordActs(
      tx,
      added.map((id) => ({
        ...{ organizationId, userId, now },
        act: "street-shop-added" as const,
        subjectKind: "shop" as const,
        subjectId: id,
        details: { street: streetId },
      })),
    );
    return { ok: true, added: added.length } as const;
  });
}

function refusalOf(shops: readonly ShopState[], asked: number, streetId: string): PlaceRefusal | null {
  if (shops.length < asked || asked === 0) return "unknown-shop";
  if (shops.some((shop) => shop.streetId !== null && shop.streetId !== streetId)) return "other-street";
  if (shops.some((shop) => shop.isClosed)) return "shop-closed";
  return shops.every((shop) => shop.hasAgreement) ? null : "no-agreement";
}

/** Takes shops off a street; those that are not on it stay as they are. */
export async function removeShopsFromStreet(
  input: PlaceShops,
): Promise<{ ok: true; removed: number } | { ok: false; reason: "unknown-street" }> {
  const { streetId, userId, now } = input;
  return transaction(async (tx) => {
    const organizationId = await ownStreet(tx, input);
    if (organizationId === null) return { ok: false, reason: "unknown-street" } as const;
    const removed = await tx.rows<{ id: string }>(
      "update shop set street_id = null where id::text = any($1) and street_id = $2 returning id::text as id",
      [[...input.shopIds], streetId],
    );
    await recordActs(
      tx,
      removed.map(({ id }) => ({
        ...{ organizationId, userId, now },
        act: "street-shop-removed" as const,
        subjectKind: "shop" as const,
        subjectId: id,
        details: { street: streetId },
      })),
    );
    return { ok: true, removed: removed.length } as const;
  });
}

/**
 * Registers a shop for an enterprise and puts it on the street at once: a charity walks down a street and signs up all
 * of it in an afternoon. The form draws the id, so that sending it twice makes one shop.
 */
export async function registerOnStreet(
  input: OnStreet & ShopFacts & { id: string; merchantId: string },
): Promise<{ ok: true } | { ok: false; reason: "unknown-street" | "no-agreement" }> {
  const { id, merchantId, streetId, userId, now, name, nameEn, address, latitude, longitude } = input;
  return transaction(async (tx) => {
    const organizationId = await ownStreet(tx, input);
    if (organizationId === null) return { ok: false, reason: "unknown-street" } as const;
    const made = await tx.run(
      `insert into shop (id, merchant_id, street_id, name, name_en, address, latitude_e6, longitude_e6, created_at)
       select $1, m.id, $3, $4, $5, $6, $7::int, $8::int, $9
       from organization m where m.id = $2 and ${agreedSql("m.id", "$10")} on conflict (id) do nothing`,
      [id, merchantId, streetId, name, nameEn, address, latitude, longitude, now, organizationId],
    );
    if (made === 0) {
      const [same] = await tx.rows("select id from shop where id = $1 and merchant_id = $2", [
        id,
        merchantId,
      ]);
      return same ? ({ ok: true } as const) : ({ ok: false, reason: "no-agreement" } as const);
    }
    const about = { organizationId, userId, now, subjectKind: "shop" as const, subjectId: id };
    await recordActs(tx, [
      { ...about, act: "shop-made", details: { merchant: merchantId } },
      { ...about, act: "street-shop-added", details: { street: streetId } },
    ]);
    return { ok: true } as const;
  });
}

/** Marks where a shop of the street is, for the enterprise. */
export async function markOnStreet(
  input: OnStreet & { shopId: string; latitudeE6: number; longitudeE6: number },
): Promise<{ ok: true } | { ok: false; reason: "unknown-street" | "unknown-shop" }> {
  const { shopId, streetId, latitudeE6, longitudeE6, userId, now } = input;
  return transaction(async (tx) => {
    const organizationId = await ownStreet(tx, input);
    if (organizationId === null) return { ok: false, reason: "unknown-street" } as const;
    const [shop] = await tx.rows<{ isThere: boolean }>(
      `select (latitude_e6, longitude_e6) is not distinct from ($3::int, $4::int) as "isThere"
       from shop where id::text = $1 and street_id = $2 for update`,
      [shopId, streetId, latitudeE6, longitudeE6],
    );
    if (!shop) return { ok: false, reason: "unknown-shop" } as const;
    if (shop.isThere) return { ok: true } as const;
    await tx.run("update shop set latitude_e6 = $2, longitude_e6 = $3 where id = $1", [
      shopId,
      latitudeE6,
      longitudeE6,
    ]);
    await recordActs(tx, [
      { organizationId, userId, now, act: "shop-marked", subjectKind: "shop", subjectId: shopId },
    ]);
    return { ok: true } as const;
  });
}

/** Whether an enterprise and a charity ever confirmed an agreement. */
const agreedSql = (merchant: string, organization: string) => `exists (
  select from consumption_agreement a
    join consumption_agreement_version v on v.agreement_id = a.id
      and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
  where a.merchant_id = ${merchant} and a.organization_id = ${organization})`;

/** Whose street it is, where it is one of theirs. */
async function ownStreet(tx: Sql, { streetId, organizationIds }: OnStreet): Promise<string | null> {
  const [street] = await tx.rows<{ organizationId: string }>(
    `select organization_id as "organizationId" from street where id::text = $1 and organization_id = any($2) for share`,
    [streetId, [...organizationIds]],
  );
  return street?.organizationId ?? null;
}
