import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import type { ShopFacts } from "./schema.ts";

interface BySomebody {
  /** The enterprises that the person works for. */
  merchantIds: readonly string[];
  userId: string;
  now: Date;
}

type Found = { ok: true } | { ok: false; reason: "unknown-shop" };

/** Registers a shop of an enterprise. The form draws the id, so that sending it twice makes one shop. */
export async function createShop(
  input: ShopFacts & { id: string; merchantId: string; userId: string; now: Date },
): Promise<Found> {
  const { id, merchantId, userId, now, name, nameEn, address, latitude, longitude } = input;
  return transaction(async (tx) => {
    const made = await tx.run(
      `insert into shop (id, merchant_id, name, name_en, address, latitude_e6, longitude_e6, created_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict (id) do nothing`,
      [id, merchantId, name, nameEn, address, latitude, longitude, now],
    );
    if (made === 0) {
      const [same] = await tx.rows("select id from shop where id = $1 and merchant_id = $2", [
        id,
        merchantId,
      ]);
      return same ? ({ ok: true } as const) : ({ ok: false, reason: "unknown-shop" } as const);
    }
    await recordAct(tx, {
      ...{ organizationId: merchantId, userId, now },
      act: "shop-made",
      subjectKind: "shop",
      subjectId: id,
    });
    return { ok: true } as const;
  });
}

/** Changes what is known of a shop. */
export async function changeShop(input: BySomebody & ShopFacts & { id: string }): Promise<Found> {
  const { id, name, nameEn, address, latitude, longitude } = input;
  return changed(input, "shop-changed", (tx) =>
    tx.run(
      `update shop set name = $2, name_en = $3, address = $4, latitude_e6 = $5, longitude_e6 = $6
       where id = $1 and (name, name_en, address, latitude_e6, longitude_e6)
                         is distinct from ($2, $3, $4, $5::int, $6::int)`,
      [id, name, nameEn, address, latitude, longitude],
    ),
  );
}

/** Marks where a shop is, in millionths of a degree. */
export async function markShop(
  input: BySomebody & { id: string; latitudeE6: number; longitudeE6: number },
): Promise<Found> {
  return changed(input, "shop-marked", (tx) =>
    tx.run(
      `update shop set latitude_e6 = $2, longitude_e6 = $3
       where id = $1 and (latitude_e6, longitude_e6) is distinct from ($2, $3)`,
      [input.id, input.latitudeE6, input.longitudeE6],
    ),
  );
}

/** Notes that a shop closed down, which takes it off public pages, or that it is open again. */
export async function closeShop(input: BySomebody & { id: string; isClosed: boolean }): Promise<Found> {
  const { id, isClosed, now } = input;
  return changed(input, isClosed ? "shop-closed" : "shop-reopened", (tx) =>
    tx.run(
      "update shop set closed_at = case when $2 then $3::timestamptz end where id = $1 and (closed_at is not null) <> $2",
      [id, isClosed, now],
    ),
  );
}

/** Locks the shop, writes, and records the act where something changed. */
async function changed(
  { id, merchantIds, userId, now }: BySomebody & { id: string },
  act: "shop-changed" | "shop-marked" | "shop-closed" | "shop-reopened",
  write: (tx: Sql) => Promise<number>,
): Promise<Found> {
  return transaction(async (tx) => {
    const [shop] = await tx.rows<{ merchantId: string }>(
      `select merchant_id as "merchantId" from shop where id::text = $1 and merchant_id = any($2) for update`,
      [id, [...merchantIds]],
    );
    if (!shop) return { ok: false, reason: "unknown-shop" } as const;
    if ((await write(tx)) > 0)
      await recordAct(tx, {
        ...{ organizationId: shop.merchantId, userId, now },
        act,
        subjectKind: "shop",
        subjectId: id,
      });
    return { ok: true } as const;
  });
}
