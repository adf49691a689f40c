import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { VersionInForce } from "../agreements/in-force.server.ts";
import { type DueDay, newestDueDay } from "./due-days.server.ts";
import { lockAgreements, versionsByAgreement } from "./locked-agreements.server.ts";
import { postLines } from "./post-lines.server.ts";
import { openPostingTables } from "./posting-tables.server.ts";

/**
 * Posts what sponsors add: of every day's posting of the campaign's other enterprises their share, as one line of the
 * sponsor's own posting of that day. A day that another enterprise's longer time to return confirms later goes with
 * the sponsor's next posting, as a late order does; the sponsor's caps cut alike.
 *
 * @returns the number of postings.
 */
export async function postMatches(now: Date): Promise<number> {
  const sponsors = await db.rows<{ id: string }>(
    `select distinct agreement_id as id from consumption_agreement_version
     where terms #>> '{rule,kind}' = 'match' and charity_confirmed_at is not null and merchant_confirmed_at is not null
     order by 1`,
  );
  let postings = 0;
  for (const { id } of sponsors) {
    for (;;) {
      const posted = await transaction((tx) => postNextMatch(tx, id, now));
      if (posted === 0) break;
      postings += posted;
    }
  }
  return postings;
}

async function postNextMatch(tx: Sql, sponsorId: string, now: Date): Promise<number> {
  await lockAgreements(tx, [sponsorId]);
  const versionsOf = await versionsByAgreement(tx, [sponsorId]);
  const versions = versionsOf.get(sponsorId) ?? [];
  if (versions.length === 0) return 0;
  const due = await nextMatchDay(tx, sponsorId, versions, newestDueDay(versions, shanghaiDay(now)));
  if (!due) return 0;
  await openPostingTables(tx, [due], versionsOf);
  await takeMatched(tx, due, versions);
  return postLines(tx, "match", now);
}

/** The days' postings that the sponsor's share is still to be added to, $1 the sponsor, $2 to $4 days and shares. */
const UNMATCHED = `
  select s.agreement_id, s.day, s.agreement_id || '.' || s.day as order_no, s.counted_e4,
         div(abs(s.counted_e4)::numeric * v.bp + 5000, 10000)::bigint as share_e4
  from consumption_agreement a
  join consumption_posting s on s.fund_id = a.fund_id and s.kind = 'orders' and s.agreement_id <> a.id
  join unnest($2::date[], $3::date[], $4::bigint[]) as v(from_day, to_day, bp) on s.day between v.from_day and v.to_day
  where a.id = $1 and s.counted_e4 <> 0 and not exists (
    select from consumption_posting_line l where l.agreement_id = a.id and l.order_no = s.agreement_id || '.' || s.day)`;

function sharesOf(versions: readonly VersionInForce[]): [string[], string[], bigint[]] {
  const shares = versions.flatMap(({ fromDay, toDay, terms }) =>
    terms.rule.kind === "match" ? [{ fromDay, toDay, bp: BigInt(terms.rule.bp) }] : [],
  );
  return [shares.map(({ fromDay }) => fromDay), shares.map(({ toDay }) => toDay), shares.map(({ bp }) => bp)];
}

async function nextMatchDay(
  tx: Sql,
  sponsorId: string,
  versions: readonly VersionInForce[],
  newest: string,
): Promise<DueDay | null> {
  const [found] = await tx.rows<{ day: string | null }>(
    `with last as (
       select coalesce(max(day), '-infinity') as day from consumption_posting where agreement_id = $1 and kind = 'match')
     select coalesce(min(u.day) filter (where u.day > last.day), case when last.day < $5::date then $5::date end)::text as day
     from last join (${UNMATCHED}) u on u.day <= $5::date group by last.day`,
    [sponsorId, ...sharesOf(versions), newest],
  );
  return found?.day ? { agreementId: sponsorId, day: found.day } : null;
}

/**
 * The sponsor's share of each posting as an order made at the end of its day. A posting that took back more than it
 * gave takes from the share too, never more than the sponsor was counted for that enterprise.
 */
async function takeMatched(tx: Sql, due: DueDay, versions: readonly VersionInForce[]): Promise<void> {
  const values = [due.agreementId, ...sharesOf(versions), due.day];
  await tx.run(
    `insert into posting_order
     select $1, order_no, (day + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 millisecond', day, share_e4
     from (${UNMATCHED}) u where day <= $5::date and counted_e4 > 0`,
    values,
  );
  await tx.run(
    `insert into posting_return
     select $1, order_no, agreement_id, (day + 1)::timestamp at time zone 'Asia/Shanghai' - interval '1 millisecond',
            -share_e4, true, sum(share_e4) over whose,
            least(sum(share_e4) over whose, greatest(0, (
              select coalesce(sum(l.counted_e4), 0) from consumption_posting_line l
              where l.agreement_id = $1 and starts_with(l.order_no, u.agreement_id || '.')))), 0
     from (${UNMATCHED}) u where day <= $5::date and counted_e4 < 0
     window whose as (partition by agreement_id)`,
    values,
  );
}
