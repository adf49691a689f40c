import { type Sql, transaction } from "#app/lib/db.server.ts";
import { plainName } from "./name-list.ts";
import { LOOK_BACK_DAYS, STRUCTURING_DAYS, STRUCTURING_GIFTS, thresholdOf } from "./screening-rules.ts";
import { nameKey } from "./upload-list.server.ts";

const BATCH = 1_000;

/**
 * Looks at every gift that began to count since the last time and opens a case for each that meets a rule. A gift
 * leaves the waiting table in the transaction that screened it, so a crash loses none; a gift has one case at most.
 *
 * @returns how many gifts were looked at and how many cases opened
 */
export async function screenGifts(
  now: Date,
  signal?: AbortSignal,
): Promise<{ screened: number; opened: number }> {
  await transaction(async (tx) => {
    await tx.run("insert into screening_start (id, began_at) values (1, $1) on conflict do nothing", [now]);
    await tx.run(
      `delete from unscreened_gift where counted_at <
         (select began_at - make_interval(days => $1) from screening_start where id = 1)`,
      [LOOK_BACK_DAYS],
    );
  });
  const sum = { screened: 0, opened: 0 };
  for (let isMore = true; isMore && !signal?.aborted; ) {
    const { screened, opened } = await transaction((tx) => screenBatch(tx, now));
    sum.screened += screened;
    sum.opened += opened;
    isMore = screened === BATCH;
  }
  return sum;
}

interface Waiting {
  fundId: string;
  paymentId: string;
  donorName: string | null;
}

async function screenBatch(tx: Sql, now: Date): Promise<{ screened: number; opened: number }> {
  const gifts = await tx.rows<Waiting>(
    `select u.fund_id as "fundId", u.payment_id as "paymentId", d.donor_name as "donorName"
     from unscreened_gift u join donation d on d.fund_id = u.fund_id and d.id = u.donation_id
     order by u.counted_at, u.fund_id, u.payment_id limit $1 for update of u skip locked`,
    [BATCH],
  );
  if (gifts.length === 0) return { screened: 0, opened: 0 };
  const places = [gifts.map(({ fundId }) => fundId), gifts.map(({ paymentId }) => paymentId)];
  const opened = await tx.run(OPEN_SQL, [
    ...places,
    gifts.map(({ donorName }) => keyOf(donorName)),
    now,
    thresholdOf("single-large"),
    thresholdOf("year-large"),
    thresholdOf("structuring"),
    thresholdOf("cash-large"),
    STRUCTURING_GIFTS,
    STRUCTURING_DAYS,
  ]);
  await tx.run(
    `delete from unscreened_gift u using unnest($1::text[], $2::text[]) as g(fund_id, payment_id)
     where u.fund_id = g.fund_id and u.payment_id = g.payment_id`,
    places,
  );
  return { screened: gifts.length, opened };
}

/** Null for a gift without a typed name: there is nothing to compare. */
function keyOf(donorName: string | null): Buffer | null {
  const name = plainName(donorName ?? "");
  return name === "" ? null : nameKey(name);
}

/** The same account, else the same e-mail address, else the same phone; as the index donation_giver has it. */
const GIVER = "coalesce(d.user_id::text, lower(d.email), d.phone)";
const YEAR = (at: string) => `extract(year from ${at} at time zone 'Asia/Shanghai')`;

// A giver's year and a giver's run of gifts just under the threshold are one case each, at the latest gift, and not
// one more with every gift after it. Sums are what was given to this organization: others' givers are not its business.
const OPEN_SQL = `
  with taken as materialized (
    select d.fund_id, d.id, d.organization_id, d.amount_fen, d.provider, f.kind as fund_kind, u.counted_at,
           ${GIVER} as giver, ${YEAR("u.counted_at")} as year, k.name_key
    from unnest($1::text[], $2::text[], $3::bytea[]) as k(fund_id, payment_id, name_key)
    join unscreened_gift u on u.fund_id = k.fund_id and u.payment_id = k.payment_id
    join donation d on d.fund_id = u.fund_id and d.id = u.donation_id
    join fund f on f.id = d.fund_id
  ), given as materialized (
    select g.organization_id, g.giver, d.amount_fen, p.counted_at, ${YEAR("p.counted_at")} as year, s.reasons
    from (select distinct organization_id, giver from taken where giver is not null) g
    join donation d on d.organization_id = g.organization_id and ${GIVER} = g.giver
    join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
    left join gift_screening s on s.fund_id = d.fund_id and s.donation_id = d.id
  ), of_year as (
    select t.fund_id, t.id from (
      select distinct on (organization_id, giver, year) * from taken where giver is not null
      order by organization_id, giver, year, counted_at desc, id desc) t
    join given g on g.organization_id = t.organization_id and g.giver = t.giver and g.year = t.year
    group by t.fund_id, t.id
    having sum(g.amount_fen) >= $6 and not coalesce(bool_or('year-large' = any(g.reasons)), false)
  ), of_run as (
    select t.fund_id, t.id from (
      select distinct on (organization_id, giver) * from taken
      where giver is not null and amount_fen >= $7 and amount_fen < $5
      order by organization_id, giver, counted_at desc, id desc) t
    join given g on g.organization_id = t.organization_id and g.giver = t.giver and g.amount_fen >= $7
      and g.amount_fen < $5 and g.counted_at <= t.counted_at
      and g.counted_at > t.counted_at - make_interval(days => $10)
    group by t.fund_id, t.id
    having count(*) >= $9 and not coalesce(bool_or('structuring' = any(g.reasons)), false)
  ), looked_at as (
    select t.*, e.list_id, e.number as list_entry,
           array_remove(array[
             case when e.list_id is not null then 'list-match' end,
             case when t.amount_fen >= $5 then 'single-large' end,
             case when exists (select from of_year y where y.fund_id = t.fund_id and y.id = t.id) then 'year-large' end,
             case when exists (select from of_run r where r.fund_id = t.fund_id and r.id = t.id) then 'structuring' end,
             case when t.amount_fen >= $8 and exists (
               select from recorded_gift c where c.fund_id = t.fund_id and c.donation_id = t.id and c.kind = 'cash')
               then 'cash-large' end,
             case when t.fund_kind = 'trust' then 'trust' end,
             case when t.provider = 'stripe' then 'overseas-card' end], null) as reasons
    from taken t
    left join lateral (
      select e.list_id, e.number from screening_list_entry e
      join screening_list l on l.id = e.list_id and l.superseded_at is null
      where e.name_key = t.name_key order by l.uploaded_at desc, e.number limit 1) e on true
  )
  insert into gift_screening (id, organization_id, fund_id, donation_id, reasons, list_id, list_entry, opened_at)
  select gen_random_uuid(), organization_id, fund_id, id, reasons, list_id, list_entry, $4
  from looked_at where cardinality(reasons) > 0
  on conflict (fund_id, donation_id) do nothing`;
