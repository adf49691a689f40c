import { db, type Sql } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { type AgreementListed, type AgreementsOf, listAgreements } from "../agreements/queries.server.ts";
import { promiseSums } from "./promise-sums.server.ts";
import { NO_SUMS, type PromiseSums } from "./promise-sums.ts";
import { STANDINGS, type Standing, standingOf } from "./standing.ts";

export interface NamedPlace {
  slug: string;
  name: string;
  nameEn: string;
}

/** One agreement as everybody may see it: confirmed by both sides, with what was promised and paid by it. */
export interface AgreementRow extends AgreementListed {
  standing: Standing;
  /** Of the campaign's charity, where the enterprise has a shop. */
  streets: NamedPlace[];
  sums: PromiseSums;
}

/** The agreements that were ever in force or will be; those in force first, then by the enterprise's name. */
export async function listAgreementRows(by: AgreementsOf, now: Date, sql: Sql = db): Promise<AgreementRow[]> {
  const today = shanghaiDay(now);
  const agreed = (await listAgreements(by, today, sql)).flatMap((agreement) => {
    const standing = standingOf(agreement, today);
    return standing === null ? [] : [{ ...agreement, standing }];
  });
  const ids = agreed.map(({ id }) => id);
  const [sums, streets, published] = await Promise.all([
    promiseSums(ids, today, sql),
    streetsOf(ids, sql),
    publishedFunds(
      agreed.map(({ fundId }) => fundId),
      sql,
    ),
  ]);
  return agreed
    .filter(({ fundId }) => published.has(fundId))
    .map((agreement) => ({
      ...agreement,
      streets: streets.get(agreement.id) ?? [],
      sums: sums.get(agreement.id) ?? NO_SUMS,
    }))
    .sort(
      (a, b) =>
        STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing) ||
        a.merchantName.localeCompare(b.merchantName, "zh-Hans-CN") ||
        (a.id < b.id ? -1 : 1),
    );
}

/** A campaign may be agreed about before it is released. */
async function publishedFunds(fundIds: readonly string[], sql: Sql): Promise<Set<string>> {
  const rows = await sql.rows<{ id: string }>("select id from fund where id = any($1) and state <> 'draft'", [
    [...new Set(fundIds)],
  ]);
  return new Set(rows.map(({ id }) => id));
}

/** The charity's streets on which each agreement's enterprise has a shop that is open. */
async function streetsOf(agreementIds: readonly string[], sql: Sql): Promise<Map<string, NamedPlace[]>> {
  const rows = await sql.rows<{ id: string; streets: NamedPlace[] }>(
    `select a.id, json_agg(distinct jsonb_build_object('slug', s.slug, 'name', s.name, 'nameEn', s.name_en)) as streets
     from consumption_agreement a
     join shop h on h.merchant_id = a.merchant_id and h.closed_at is null
     join street s on s.id = h.street_id and s.organization_id = a.organization_id
     where a.id = any($1) group by a.id`,
    [[...agreementIds]],
  );
  return new Map(rows.map(({ id, streets }) => [id, streets]));
}
