import { type AgreementRow, listAgreementRows } from "../pages/agreement-rows.server.ts";
import { sumPromises } from "../pages/promise-sums.ts";
import { numbersAlong, placesOf } from "./plan-map.ts";
import { findStreet, listShops, listStreets, type Shop } from "./queries.server.ts";

/** A shop of a street, with what its enterprise agreed with the street's charity. */
export interface StreetShop extends Shop {
  /** Along the street, from 1; null where it has no place on the map. */
  number: number | null;
  /** Those in force first; a shop stays on the street when its agreement ends, and it is said. */
  agreements: AgreementRow[];
}

/** The street's page: shops in their order along it, and what their enterprises promised and paid. */
export async function loadStreet(slug: string | undefined, now: Date) {
  const street = slug === undefined ? null : await findStreet(slug);
  if (!street) throw new Response(null, { status: 404 });
  const shops = await listShops({ streetId: street.id });
  const merchantIds = [...new Set(shops.map(({ merchantId }) => merchantId))];
  const rows = (await listAgreementRows({ merchantIds }, now)).filter(
    ({ organizationId }) => organizationId === street.organizationId,
  );
  return {
    street,
    shops: inOrder(shops, rows),
    rows,
    sums: sumPromises(rows.map(({ sums }) => sums)),
    campaigns: campaignsOf(rows),
    asOf: now,
  };
}
export type StreetData = Awaited<ReturnType<typeof loadStreet>>;

/** All streets, for their index. */
export async function loadStreets() {
  return { streets: await listStreets("all") };
}
export type StreetsData = Awaited<ReturnType<typeof loadStreets>>;

function inOrder(shops: readonly Shop[], rows: readonly AgreementRow[]): StreetShop[] {
  const numbers = numbersAlong(placesOf(shops));
  return shops
    .map((shop) => ({
      ...shop,
      number: numbers.get(shop.id) ?? null,
      agreements: rows.filter(({ merchantId }) => merchantId === shop.merchantId),
    }))
    .sort((a, b) => (a.number ?? Number.MAX_SAFE_INTEGER) - (b.number ?? Number.MAX_SAFE_INTEGER));
}

function campaignsOf(rows: readonly AgreementRow[]) {
  const bySlug = new Map(
    rows.map((row) => [
      row.campaignSlug,
      { slug: row.campaignSlug, title: row.campaignTitle, titleEn: row.campaignTitleEn },
    ]),
  );
  return [...bySlug.values()];
}
