import { db } from "#app/lib/db.server.ts";

/** A place: province, city, county, town or village. */
export interface PublicDivision {
  code: string;
  name: string;
  nameEn: string;
  level: string;
  parentCode: string | null;
  /** How many towns a county administers, as its bureau says; null where not recorded. */
  unitsAdministered: number | null;
}

/** All divisions of these levels, by code. */
export async function listDivisions(levels: readonly string[]): Promise<PublicDivision[]> {
  return db.rows<PublicDivision>(
    `select code, name, name_en as "nameEn", level, parent_code as "parentCode",
            units_administered as "unitsAdministered"
     from division where level = any($1) order by code`,
    [levels],
  );
}

/** A division, everything above it (nearest first) and its children by code; null if there is none. */
export async function findDivision(
  code: string,
): Promise<{ division: PublicDivision; above: PublicDivision[]; children: PublicDivision[] } | null> {
  const rows = await db.rows<PublicDivision & { place: number }>(
    `with recursive up as (
       select d.*, 0 as place from division d where d.code = $1
       union all select d.*, u.place + 1 from division d join up u on d.code = u.parent_code
     )
     select code, name, name_en as "nameEn", level, parent_code as "parentCode",
            units_administered as "unitsAdministered", place from up
     union all
     select code, name, name_en, level, parent_code, units_administered, -1 from division where parent_code = $1
     order by place, code`,
    [code],
  );
  const [division, ...above] = rows.filter((row) => row.place >= 0);
  if (!division) return null;
  return { division, above, children: rows.filter((row) => row.place === -1) };
}

/** Where each division belongs: code → itself and everything above it. */
export async function ancestorsOf(codes: readonly string[]): Promise<Map<string, string[]>> {
  const rows = await db.rows<{ start: string; code: string }>(
    `with recursive up as (
       select code as start, code, parent_code from division where code = any($1)
       union all select u.start, d.code, d.parent_code from division d join up u on d.code = u.parent_code
     ) select start, code from up`,
    [[...new Set(codes)]],
  );
  const map = new Map<string, string[]>();
  for (const row of rows) map.set(row.start, [...(map.get(row.start) ?? []), row.code]);
  return map;
}
