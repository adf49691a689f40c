import { transaction } from "#app/lib/db.server.ts";

/**
 * Marks published reports into whose days something was booked after they were read: a late statement, a gift that
 * was heard of late. Looks only at transfers that were indexed since it looked last, in a few statements.
 *
 * @returns how many reports are newly marked.
 */
export async function markMovedFigures(now: Date): Promise<number> {
  return transaction(async (tx) => {
    await tx.run("insert into disclosure_head (id, checked_index) values (1, 0) on conflict do nothing");
    const [head] = await tx.rows<{ from: bigint; next: bigint }>(
      `select h.checked_index as "from", (select coalesce(max(public_index) + 1, 0) from transfer_index)::int8 as next
       from disclosure_head h where h.id = 1 for update of h`,
    );
    if (!head || head.next <= head.from) return 0;
    const marked = await tx.run(
      `with fresh as (
         -- The earliest day that each of the new transfers touched, a fund at a time.
         select a.fund_id, i.public_index, t.accounting_day
         from transfer_index i
         join transfer t on t.book_id = i.book_id and t.id = i.transfer_id
         join account a on a.id in (t.debit_account_id, t.credit_account_id) and a.fund_id is not null
         where i.public_index >= $1 and i.public_index < $2
       ), latest as (
         select distinct on (e.task_id) e.task_id, e.figures
         from disclosure_entry e order by e.task_id, e.version desc
       ), moved as (
         select distinct l.task_id
         from latest l
         cross join lateral jsonb_array_elements_text(l.figures -> 'funds') as own(fund_id)
         join fresh f on f.fund_id = own.fund_id
                     and f.accounting_day <= (l.figures ->> 'throughDay')::date
                     and f.public_index >= (l.figures ->> 'transferIndex')::int8
         where l.figures is not null
       )
       update disclosure_task t set figures_moved_at = $3 from moved m
       where t.id = m.task_id and t.figures_moved_at is null`,
      [head.from, head.next, now],
    );
    await tx.run("update disclosure_head set checked_index = $1 where id = 1", [head.next]);
    return marked;
  });
}
