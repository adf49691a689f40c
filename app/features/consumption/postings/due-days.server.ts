import type { Sql } from "#app/lib/db.server.ts";
import { addDays } from "#app/lib/time.ts";
import type { VersionInForce } from "../agreements/in-force.server.ts";

/** A day of an agreement that its next posting is of. */
export interface DueDay {
  agreementId: string;
  /** Asia/Shanghai day. */
  day: string;
}

/**
 * The newest day of one agreement in which nothing can be returned any more, so that its gifts are confirmed. Where a
 * new version changed the time to return, a day waits for those before it: days are posted in order.
 *
 * @param versions of one agreement, oldest first, at least one.
 */
export function newestDueDay(versions: readonly VersionInForce[], today: string): string {
  const lasts = versions.flatMap(({ terms, fromDay, toDay }, at) => {
    const isLast = at === versions.length - 1;
    if (!isLast && (toDay < fromDay || addDays(toDay, terms.returnDays) < today)) return [];
    const due = addDays(today, -terms.returnDays - 1);
    return [due < fromDay ? addDays(fromDay, -1) : due];
  });
  return [addDays(today, -1), ...lasts].sort()[0] ?? today;
}

/** The version whose terms hold on a day; before the first and after the last, the nearest one's. */
export function versionOn(versions: readonly VersionInForce[], day: string): VersionInForce | undefined {
  return versions.findLast(({ fromDay }) => fromDay <= day) ?? versions[0];
}

/** A return whose order was posted already. */
const IS_LATE_RETURN = `r.return_of is not null
  and exists (select from consumption_posting_line l where l.agreement_id = r.agreement_id and l.order_no = r.return_of)`;

/**
 * The next day to post of each agreement that has something to post: the first due day after its last posting that has
 * orders or late returns. What came late, for a day that is posted, goes with it; alone it goes to the newest due day.
 *
 * @param newest each agreement's newest due day.
 */
export function nextDueDays(sql: Sql, newest: readonly DueDay[]): Promise<DueDay[]> {
  return sql.rows<DueDay>(
    `select g.agreement_id as "agreementId", next.day::text as day
     from unnest($1::text[], $2::date[]) as g(agreement_id, newest)
     cross join lateral (
       select coalesce(max(day), '-infinity') as day from consumption_posting
       where agreement_id = g.agreement_id and kind = 'orders'
     ) last
     cross join lateral (
       select min(day) as day from (
         (select p.day from consumption_pending p
          where p.agreement_id = g.agreement_id and p.day > last.day and p.day <= g.newest and p.type = 'order'
          order by p.day limit 1)
         union all
         (select r.day from consumption_pending r
          where r.agreement_id = g.agreement_id and r.day > last.day and r.day <= g.newest and ${IS_LATE_RETURN}
          order by r.day limit 1)
       ) first
     ) own
     cross join lateral (
       select case
         when own.day is not null then own.day
         when g.newest > last.day and (
           exists (select from consumption_pending p
                   where p.agreement_id = g.agreement_id and p.day <= last.day and p.type = 'order')
           or exists (select from consumption_pending r
                      where r.agreement_id = g.agreement_id and r.day <= last.day and ${IS_LATE_RETURN})
         ) then g.newest
       end as day
     ) next
     where next.day is not null
     order by g.agreement_id`,
    [newest.map(({ agreementId }) => agreementId), newest.map(({ day }) => day)],
  );
}
