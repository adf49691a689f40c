import type { Sql } from "#app/lib/db.server.ts";

/**
 * Takes out of the pending rows what the days of `posting_due` post: orders up to that day, every return of them, and
 * the returns up to that day whose order was posted before. A row that comes in meanwhile stays for the next posting;
 * each is deleted by one transaction alone, so none is counted twice.
 */
export async function takePending(tx: Sql): Promise<void> {
  await tx.run(
    `with taken as (
       delete from consumption_pending p using posting_due d
       where p.agreement_id = d.agreement_id and p.day <= d.day and p.type = 'order'
       returning p.agreement_id, p.order_no, p.occurred_at, p.day, p.gift_e4
     ) insert into posting_order select * from taken`,
  );
  await tx.run("analyze posting_order");
  await tx.run(
    `with taken as (
       delete from consumption_pending r using posting_order o
       where r.return_of is not null and r.agreement_id = o.agreement_id and r.return_of = o.order_no
       returning r.agreement_id, r.order_no, r.return_of, r.occurred_at, r.gift_e4
     ) insert into posting_return select taken.*, false, 0, 0, 0 from taken`,
  );
  await tx.run(
    `with taken as (
       delete from consumption_pending r using posting_due d, consumption_posting_line l
       where r.agreement_id = d.agreement_id and r.return_of is not null and r.day <= d.day
         and l.agreement_id = r.agreement_id and l.order_no = r.return_of
       returning r.agreement_id, r.order_no, r.return_of, r.occurred_at, r.gift_e4, l.net_e4, l.counted_e4
     ) insert into posting_return
       select t.agreement_id, t.order_no, t.return_of, t.occurred_at, t.gift_e4, true, t.net_e4, t.counted_e4,
              coalesce(earlier.e4, 0)
       from taken t cross join lateral (
         select -sum(net_e4)::bigint as e4 from consumption_posting_line l
         where l.agreement_id = t.agreement_id and l.return_of = t.return_of
       ) earlier`,
  );
  await tx.run("analyze posting_return");
}
