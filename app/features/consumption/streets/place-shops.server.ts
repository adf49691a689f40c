import { recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";

interface PlaceShops {
  streetId: string;
  shopIds: readonly string[];
  /** Of the charity's people. */
  organizationIds: readonly string[];
  userId: string;
  now: Date;
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
              exists (select from consumption_agreement a
                        join consumption_agreement_version v on v.agreement_id = a.id
                          and v.charity_confirmed_at is not null and v.merchant_confirmed_at is not null
                      where a.merchant_id = h.merchant_id and a.organization_id = $2) as "hasAgreement"
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

/** Whose street it is, where it is one of theirs. */
async function ownStreet(tx: Sql, { streetId, organizationIds }: PlaceShops): Promise<string | null> {
  const [street] = await tx.rows<{ organizationId: string }>(
    `select organization_id as "organizationId" from street where id::text = $1 and organization_id = any($2) for share`,
    [streetId, [...organizationIds]],
  );
  return street?.organizationId ?? null;
}
