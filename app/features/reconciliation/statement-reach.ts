/**
 * How far the money record of each account is known to be whole. A file made after its last day had ended
 * covers the day; on a day that still runs, a payout proves that the books were closed up to it.
 */
export const REACH = `
  covered as (
    select s.source, s.account, s.period_start, s.period_end,
           ((s.period_end + 1)::timestamp at time zone case s.source when 'stripe' then 'UTC' else 'Asia/Shanghai' end)
             as ends_at, s.created_at
    from statement s
    where s.organization_id = $1 and s.source in ('alipay-signcustomer', 'stripe')
  ), paid_out as (
    select source, account, day, max(occurred_at) as reach from statement_row
    where organization_id = $1 and source in ('alipay-signcustomer', 'stripe') and kind = 'payout'
    group by source, account, day
  )`;

/** The account a payment's money record is about. */
export const ACCOUNT = "substring(c.provider_account from '[^/]*$')";

/** Whether the money record of the credential `c` reaches past a moment. */
export const isCovered = (moment: string): string => `(
  exists (
    select from covered s
    where s.account = ${ACCOUNT} and s.ends_at <= s.created_at and ${moment} < s.ends_at
      and ${moment} >= (s.period_start::timestamp at time zone
            case s.source when 'stripe' then 'UTC' else 'Asia/Shanghai' end))
  or exists (
    select from paid_out o
    where o.account = ${ACCOUNT} and o.day = (${moment} at time zone 'Asia/Shanghai')::date
      and ${moment} < o.reach))`;
