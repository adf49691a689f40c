import { db, type Sql } from "#app/lib/db.server.ts";

/** A street of shops that give, kept by a charity (慈善街区). */
export interface Street {
  id: string;
  slug: string;
  name: string;
  nameEn: string;
  lead: string;
  leadEn: string;
  divisionCode: string;
  divisionName: string;
  divisionNameEn: string;
  organizationId: string;
  organizationSlug: string;
  organizationName: string;
  organizationNameEn: string;
  createdAt: Date;
  shopCount: number;
}

/** One shop. Coordinates are millionths of a degree, WGS 84; null where nobody has marked it yet. */
export interface Shop {
  id: string;
  merchantId: string;
  merchantSlug: string;
  merchantName: string;
  merchantNameEn: string;
  streetId: string | null;
  streetSlug: string | null;
  streetName: string | null;
  streetNameEn: string | null;
  name: string;
  nameEn: string;
  address: string;
  latitudeE6: number | null;
  longitudeE6: number | null;
  closedAt: Date | null;
}

const STREET_SQL = `
  select s.id::text as id, s.slug, s.name, s.name_en as "nameEn", s.lead, s.lead_en as "leadEn",
         s.division_code as "divisionCode", v.name as "divisionName", v.name_en as "divisionNameEn",
         s.organization_id as "organizationId", o.slug as "organizationSlug", o.name as "organizationName",
         o.name_en as "organizationNameEn", s.created_at as "createdAt",
         (select count(*)::int from shop h where h.street_id = s.id and h.closed_at is null) as "shopCount"
  from street s join organization o on o.id = s.organization_id join division v on v.code = s.division_code`;

const SHOP_SQL = `
  select h.id::text as id, h.merchant_id as "merchantId", m.slug as "merchantSlug", m.name as "merchantName",
         m.name_en as "merchantNameEn", h.street_id::text as "streetId", s.slug as "streetSlug",
         s.name as "streetName", s.name_en as "streetNameEn", h.name, h.name_en as "nameEn", h.address, h.latitude_e6 as "latitudeE6",
         h.longitude_e6 as "longitudeE6", h.closed_at as "closedAt"
  from shop h join organization m on m.id = h.merchant_id left join street s on s.id = h.street_id`;

/** Streets with a shop first come those with most. */
export async function listStreets(
  by: { organizationIds: readonly string[] } | "all",
  sql: Sql = db,
): Promise<Street[]> {
  const [where, values] =
    by === "all"
      ? ["o.state = 'active'", []]
      : ["s.organization_id = any($1)", [[...by.organizationIds]] as string[][]];
  return sql.rows<Street>(`${STREET_SQL} where ${where} order by "shopCount" desc, s.slug limit 500`, values);
}

export async function findStreet(slug: string, sql: Sql = db): Promise<Street | null> {
  const [street] = await sql.rows<Street>(`${STREET_SQL} where s.slug = $1 and o.state = 'active'`, [slug]);
  return street ?? null;
}

/** The open shops of a street, of an enterprise (the closed ones last) or of several, by name. */
export async function listShops(
  by: { streetId: string } | { merchantIds: readonly string[] },
  sql: Sql = db,
): Promise<Shop[]> {
  const [where, value] =
    "streetId" in by
      ? ["h.street_id = $1 and h.closed_at is null", by.streetId]
      : ["h.merchant_id = any($1)", [...by.merchantIds]];
  return sql.rows<Shop>(
    `${SHOP_SQL} where ${where} order by h.closed_at is not null, h.name, h.id limit 1000`,
    [value],
  );
}
