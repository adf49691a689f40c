import type { Sql } from "#app/lib/db.server.ts";
import type { LockedVersion } from "./locked-filing.server.ts";

/** Whether another filing already covers one of the version's projects on one of its days. */
export async function isCoveredElsewhere(
  tx: Sql,
  filingId: string,
  version: LockedVersion,
): Promise<boolean> {
  const found = await tx.rows(
    `select 1 from filing_cover
     where fund_id = any($1) and superseded_at is null
       and daterange(starts_on, ends_on, '[]') && daterange($2::date, $3::date, '[]')
       and not ($5 = 'amendment' and filing_id = $4 and version = $6)
     limit 1`,
    [version.plan.fundIds, version.startsOn, version.endsOn, filingId, version.kind, version.base ?? 0],
  );
  return found.length > 0;
}

/**
 * Brings a filed version into force for its projects: an amendment takes the place of the version it changes, a
 * renewal follows the one before it. Then the funds say which filing holds (`settleFundFilings`).
 */
export async function coverFunds(
  tx: Sql,
  filingId: string,
  version: LockedVersion,
  when: { today: string; now: Date },
): Promise<void> {
  const before =
    version.kind === "amendment"
      ? await tx.rows<{ fundId: string }>(
          `update filing_cover set superseded_at = $3
           where filing_id = $1 and version = $2 and superseded_at is null returning fund_id as "fundId"`,
          [filingId, version.base, when.now],
        )
      : [];
  await tx.run(
    `insert into filing_cover (fund_id, filing_id, version, starts_on, ends_on, division_code)
     select id, $2, $3, $4::date, $5::date, $6 from unnest($1::text[]) as id`,
    [
      version.plan.fundIds,
      filingId,
      version.number,
      version.startsOn,
      version.endsOn,
      version.plan.divisionCode,
    ],
  );
  await settleFundFilings(
    tx,
    [...new Set([...version.plan.fundIds, ...before.map(({ fundId }) => fundId)])],
    when.today,
  );
}

/**
 * Writes on the funds the filing that holds on this day; before one begins the next, after the last one the last.
 * A filing from before plans were kept here stays until its last day. `null` looks at every fund that has a filing
 * here. Returns how many funds changed.
 */
export async function settleFundFilings(
  tx: Sql,
  fundIds: readonly string[] | null,
  today: string,
): Promise<number> {
  return tx.run(
    `update fund f
     set filing_no = term.filing_no, filed_on = term.filed_on, filing_from = term.starts_on, filing_to = term.ends_on
     from (select distinct fund_id from filing_cover where $1::text[] is null or fund_id = any($1)) known
     left join lateral (
       -- An amendment does not make the filing younger.
       select g.filing_no, c.starts_on, c.ends_on,
              (select min(v.answered_on) from filing_version v
               where v.filing_id = c.filing_id and v.state = 'filed' and v.starts_on = c.starts_on) as filed_on
       from filing_cover c join filing g on g.id = c.filing_id
       where c.fund_id = known.fund_id and c.superseded_at is null
       order by ($2::date between c.starts_on and c.ends_on) desc, c.starts_on > $2::date desc,
                case when c.starts_on > $2::date then c.starts_on end, c.ends_on desc
       limit 1) term on true
     where f.id = known.fund_id
       and not (f.filing_no is not null and f.filing_to >= $2::date
                and not exists (select from filing g where g.filing_no = f.filing_no))
       and (f.filing_no, f.filed_on, f.filing_from, f.filing_to)
           is distinct from (term.filing_no, term.filed_on, term.starts_on, term.ends_on)`,
    [fundIds === null ? null : [...fundIds], today],
  );
}
