import { SALES_CHECKS } from "./sales-checks.ts";

/**
 * The self-checks of the books. Each is a query that finds what must not exist: no row means that it
 * holds. They recompute from the rows themselves, never from a total that was kept.
 */
export interface LedgerCheckSpec {
  name: string;
  /** Selects offending things as one text column `what`; limited, because one is enough to fail. */
  sql: string;
}

export const LEDGER_CHECKS: readonly LedgerCheckSpec[] = [
  {
    name: "debits-equal-credits",
    sql: `with moved as (select currency, sum(amount_fen) as fen from transfer group by currency),
            legs as (select a.currency, sum(v.fen) as fen
                     from (select debit_account_id as id, sum(amount_fen) as fen from transfer group by 1
                           union all select credit_account_id, -sum(amount_fen) from transfer group by 1) v
                     join account a on a.id = v.id group by a.currency)
          select legs.currency as what from legs left join moved using (currency)
          where legs.fen <> 0 or moved.fen is null`,
  },
  {
    name: "accounts-in-one-currency",
    sql: `select t.id::text as what from transfer t
          join account d on d.id = t.debit_account_id join account c on c.id = t.credit_account_id
          where d.currency <> t.currency or c.currency <> t.currency limit 5`,
  },
  {
    name: "transfer-within-one-organization",
    sql: `select t.id::text as what from transfer t
          join account d on d.id = t.debit_account_id join account c on c.id = t.credit_account_id
          where d.organization_id <> c.organization_id limit 5`,
  },
  {
    name: "index-has-no-gap",
    sql: `select 'next ' || h.next_index || ', counted ' || c.n as what
          from ledger_head h, (select count(*) as n, coalesce(max(public_index) + 1, 0) as top from transfer_index) c
          where h.next_index <> c.n or h.next_index <> c.top`,
  },
  {
    name: "every-transfer-indexed-or-waiting",
    sql: `select 'transfers ' || t.n || ', indexed ' || i.n || ', waiting ' || p.n as what
          from (select count(*) as n from transfer) t, (select count(*) as n from transfer_index) i,
               (select count(*) as n from transfer_pending) p
          where t.n <> i.n + p.n`,
  },
  {
    name: "snapshot-equals-rows",
    sql: `with rows as (
            select t.* from transfer_index i join transfer t on t.book_id = i.book_id and t.id = i.transfer_id
            where i.public_index < (select snapshot_index from ledger_head)),
          summed as (
            select account_id, kind, sum(debit) as debit, sum(credit) as credit
            from (select debit_account_id as account_id, kind, amount_fen as debit, 0 as credit from rows
                  union all select credit_account_id, kind, 0, amount_fen from rows) legs
            group by account_id, kind)
          select coalesce(r.account_id, s.account_id) as what
          from summed r full join balance_snapshot s using (account_id, kind)
          where r.debit is distinct from s.debit_fen or r.credit is distinct from s.credit_fen limit 5`,
  },
  {
    name: "reversal-mirrors-original",
    sql: `select r.id::text as what from transfer r left join transfer o on o.book_id = r.book_id and o.id = r.reverses_id
          where r.reverses_id is not null
            and (o.id is null or o.kind <> r.kind or o.amount_fen <> r.amount_fen or o.currency <> r.currency
                 or o.debit_account_id <> r.credit_account_id or o.credit_account_id <> r.debit_account_id) limit 5`,
  },
  {
    name: "fund-accounts-not-negative",
    sql: `select a.id as what
          from (select id, sum(fen) as fen from (
                  select credit_account_id as id, amount_fen as fen from transfer
                  union all select debit_account_id, -amount_fen from transfer) l group by id) b
          join account a on a.id = b.id
          where a.kind in ('available', 'held', 'committed') and b.fen < 0 limit 5`,
  },
  {
    name: "counted-payment-is-posted-once",
    sql: `select coalesce(p.donation_id, t.subject_id) as what
          from (select fund_id, donation_id, amount_fen from payment where counted_at is not null) p
          full join (select book_id, subject_id, sum(case when reverses_id is null then amount_fen else -amount_fen end) as fen
                     from transfer where kind in ('gift-paid', 'consumption-paid', 'suspense-to-fund') and subject_id is not null
                       and currency <> 'CNY-GOODS' group by 1, 2
                     having sum(case when reverses_id is null then amount_fen else -amount_fen end) <> 0) t
            on t.book_id = p.fund_id and t.subject_id = p.donation_id
          where p.amount_fen is distinct from t.fen limit 5`,
  },
  {
    // What pays a promise takes it off the books, as much as came, and nothing else does.
    name: "paid-promise-is-settled",
    sql: `select coalesce(p.donation_id, t.subject_id) as what
          from (select p.fund_id, p.donation_id, sum(p.amount_fen) as fen from donation d
                join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
                where d.settles_promise group by 1, 2) p
          full join (select book_id, subject_id, sum(case when reverses_id is null then amount_fen else -amount_fen end) as fen
                     from transfer where kind = 'consumption-settled' and kind not in ('gift-paid', 'provider-fee')
                     group by 1, 2) t
            on t.book_id = p.fund_id and t.subject_id = p.donation_id
          where p.fen is distinct from t.fen limit 5`,
  },
  {
    name: "counted-payment-settles-once",
    sql: `select coalesce(p.id, w.payment_id) as what
          from (select fund_id, id, amount_fen from payment where counted_at is not null) p
          full join (select fund_id, payment_id, sum(amount_fen) as fen
                     from (select fund_id, payment_id, amount_fen from settlement
                           union all select fund_id, payment_id, amount_fen from unsettled_payment) either
                     group by 1, 2) w
            on w.fund_id = p.fund_id and w.payment_id = p.id
          where p.amount_fen is distinct from w.fen limit 5`,
  },
  {
    name: "refunds-within-payments",
    sql: `select p.id as what from payment p
          join (select fund_id, payment_id, sum(amount_fen) as fen from refund where paid_at is not null and failed_at is null group by 1, 2) r
            on r.fund_id = p.fund_id and r.payment_id = p.id
          where r.fen > coalesce(p.paid_amount_fen, 0) limit 5`,
  },
  {
    // What is promised back and not paid yet; a request made of what was never ours has its rows here too.
    name: "refund-payable-equals-open-refunds",
    sql: `with owed as (
            select coalesce(r.organization_id, p.organization_id) as organization_id, sum(r.amount_fen) as fen
            from refund r left join payment p on p.fund_id = r.fund_id and p.id = r.payment_id
            where r.paid_at is null and r.failed_at is null group by 1),
          booked as (
            select a.organization_id, sum(l.fen) as fen
            from (select credit_account_id as id, amount_fen as fen from transfer
                  union all select debit_account_id, -amount_fen from transfer) l
            join account a on a.id = l.id and a.kind = 'refund-payable' group by 1)
          select coalesce(o.organization_id, b.organization_id) as what
          from owed o full join booked b using (organization_id)
          where coalesce(o.fen, 0) <> coalesce(b.fen, 0) limit 5`,
  },
  {
    name: "refund-approved-by-second-person",
    sql: `select id as what from refund_request where approved_by_id = requested_by_id
          union all
          select r.id from refund r left join refund_request q on q.fund_id = r.fund_id and q.id = r.id
          where r.origin = 'organization' and r.quarantine_id is null and q.approved_at is null
            and not exists (select from gift_return g where g.fund_id = r.fund_id and g.donation_id = r.donation_id
                              and g.refund_id = r.id and g.amount_fen = r.amount_fen) limit 5`,
  },
  {
    name: "paid-disbursement-is-posted",
    sql: `select coalesce(d.id, t.subject_id) as what
          from (select fund_id, id, amount_fen from disbursement where paid_at is not null) d
          full join (select book_id, subject_id, sum(case when reverses_id is null then amount_fen else -amount_fen end) as fen
                     from transfer where kind = 'disbursement-paid' and currency <> 'CNY-GOODS' group by 1, 2) t
            on t.book_id = d.fund_id and t.subject_id = d.id
          where d.amount_fen is distinct from t.fen limit 5`,
  },
  {
    name: "approval-by-second-person",
    sql: `select id as what from disbursement where approved_by_id = proposed_by_id limit 5`,
  },
  {
    name: "trace-uses-only-inflow",
    sql: `select u.fund_id || ' ' || u.from_fen as what from fund_use u
          left join (select fund_id, max(to_fen) as top from fund_inflow group by 1) i using (fund_id)
          where i.top is null or u.to_fen > i.top limit 5`,
  },
  {
    name: "traced-disbursement-fully-covered",
    sql: `select d.id as what from disbursement d
          left join (select fund_id, cause_id, sum(to_fen - from_fen) as fen from fund_use
                     where cause_kind = 'disbursement' group by 1, 2) u on u.fund_id = d.fund_id and u.cause_id = d.id
          where coalesce(u.fen, 0) > d.amount_fen or (d.traced_at is not null and u.fen is distinct from d.amount_fen) limit 5`,
  },
  {
    // What lies in store by its register is what the books say, organization by organization.
    name: "goods-equal-their-ledger",
    sql: `with kept as (
            select organization_id, sum(fen) as fen from (
              select organization_id, value_fen as fen from goods_item where decision = 'counted'
              union all select organization_id, -value_fen from goods_move
                where decision = 'approved' and (kind = 'written-off' or handed_over_at is not null)) g group by 1),
          booked as (
            select a.organization_id, sum(l.fen) as fen
            from (select debit_account_id as id, amount_fen as fen from transfer where currency = 'CNY-GOODS'
                  union all select credit_account_id, -amount_fen from transfer where currency = 'CNY-GOODS') l
            join account a on a.id = l.id and a.kind = 'bank' group by 1)
          select coalesce(k.organization_id, b.organization_id) as what
          from kept k full join booked b using (organization_id)
          where coalesce(k.fen, 0) <> coalesce(b.fen, 0) limit 5`,
  },
  {
    name: "delivered-within-disbursed",
    sql: `select d.id as what from disbursement d
          join (select fund_id, disbursement_id, sum(delivered_fen) as fen from beneficiary_batch group by 1, 2) b
            on b.fund_id = d.fund_id and b.disbursement_id = d.id
          where b.fen > d.amount_fen or d.paid_at is null limit 5`,
  },
  {
    name: "closed-days-equal-their-record",
    sql: `with live as (
            select organization_id, day, figures::jsonb as figures from day_closing
            where closed_at is not null and reopened_at is null),
          span as (select organization_id, min(day) as first, max(day) as last from live group by 1),
          recorded as (
            select l.organization_id, l.day, a ->> 'account' as account, (a ->> 'debitFen')::numeric as debit,
                   (a ->> 'creditFen')::numeric as credit
            from live l cross join jsonb_array_elements(l.figures -> 'accounts') a),
          own as (
            select a.id, a.organization_id, case when a.fund_id is null then a.id else a.kind end as account, s.first, s.last
            from span s join account a on a.organization_id = s.organization_id and a.currency = 'CNY'),
          summed as (
            select o.organization_id, greatest(t.day, o.first) as day, o.account, sum(t.debit) as debit, sum(t.credit) as credit
            from (select debit_account_id as id, accounting_day as day, amount_fen as debit, 0 as credit from transfer
                  union all select credit_account_id, accounting_day, 0, amount_fen from transfer) t
            join own o on o.id = t.id where t.day <= o.last group by 1, 2, 3)
          select organization_id || ' ' || day as what from recorded r full join summed s using (organization_id, day, account)
          where coalesce(r.debit, 0) <> coalesce(s.debit, 0) or coalesce(r.credit, 0) <> coalesce(s.credit, 0)
          union all
          select organization_id || ' ' || source from (
            select l.organization_id, f ->> 'source' as source, f ->> 'account' as account, (f ->> 'totalFen')::numeric as fen
            from live l join span s on s.organization_id = l.organization_id and s.last = l.day
            cross join jsonb_array_elements(l.figures -> 'statements') f) signed
          full join (
            select r.organization_id, r.source, r.account, sum(r.amount_fen - r.fee_fen) as fen
            from span s join statement_row r on r.organization_id = s.organization_id and r.day <= s.last
              and r.source <> 'alipay-trade' and r.currency = 'CNY'
            join statement f on f.id = r.statement_id and coalesce(f.open_day, r.day) <= s.last
            group by 1, 2, 3) counted using (organization_id, source, account)
          where coalesce(signed.fen, 0) <> coalesce(counted.fen, 0)
          union all
          select s.organization_id || ' takes entries for ' || s.last from span s
          left join book_close b using (organization_id) where b.closed_through is null or b.closed_through < s.last
          union all
          select s.organization_id || ' has a day missing' from span s
          where s.last - s.first + 1 <> (select count(*) from live l where l.organization_id = s.organization_id)
          limit 5`,
  },
  ...SALES_CHECKS,
];
