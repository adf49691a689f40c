import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import type { VersionInForce } from "../agreements/in-force.server.ts";
import { versionOn } from "../postings/due-days.server.ts";
import { lockAgreements, versionsByAgreement } from "../postings/locked-agreements.server.ts";
import { postGuarantees } from "../postings/post-guarantees.server.ts";
import { announceAll } from "../webhooks/request-delivery.server.ts";
import { dueDay, isOver, lastDayOf, periodsFrom, type StatementPeriod } from "./statement-days.ts";
import { writeLetters } from "./write-letters.server.ts";

/** Agreements whose statements one transaction draws. */
const GROUP_SIZE = 200;

/** What decides which month of an agreement is next. */
interface Drawable {
  agreementId: string;
  fundId: string;
  /** Last day of the newest statement. */
  statedTo: string | null;
  /** First day of a posting that no statement has taken. */
  unstatedFrom: string | null;
  /** First day of an order that no posting has taken. */
  pendingFrom: string | null;
  endedDay: string | null;
}

interface DuePeriod extends StatementPeriod {
  agreementId: string;
  fundId: string;
  confirmBy: string;
  payBy: string;
}

/**
 * Draws every statement that is due: one per agreement and month, once the month and the time to return its goods are
 * over and all its days are posted; the last one with the agreement's end. A statement takes every posting up to its
 * last day that no other has, so what came late is in the next one. A month in which nothing was posted has none; one
 * that comes to zero is drawn and at once settled, so that its orders stand in public all the same.
 * Safe to run twice, at once and after a crash.
 *
 * @returns how many were drawn.
 */
export async function drawDueStatements(
  now: Date,
  { agreementIds, signal }: { agreementIds?: readonly string[]; signal?: AbortSignal } = {},
): Promise<{ drawn: number }> {
  const ids = await listDrawable(agreementIds ?? null);
  let drawn = 0;
  for (let from = 0; from < ids.length && !signal?.aborted; from += GROUP_SIZE) {
    const group = ids.slice(from, from + GROUP_SIZE);
    const after = new Map<string, string>();
    // Each round is the next month of each agreement: after an outage there may be several.
    for (;;) {
      const round = await transaction((tx) => drawNext(tx, group, after, now));
      drawn += round.drawn;
      if (round.tried === 0 || signal?.aborted) break;
    }
  }
  return { drawn };
}

/** Agreements with a posting to state, or with a guarantee that may be due where nothing was sold. */
async function listDrawable(only: readonly string[] | null): Promise<string[]> {
  const rows = await db.rows<{ id: string }>(
    `select a.id from consumption_agreement a
     where ($1::text[] is null or a.id = any($1)) and (
       exists (select from consumption_posting p where p.agreement_id = a.id and p.statement_id is null)
       or exists (select from consumption_agreement_version v where v.agreement_id = a.id
                  and jsonb_typeof(v.terms -> 'guarantee') = 'object'))
     order by a.id`,
    [only],
  );
  return rows.map(({ id }) => id);
}

/** @param after the last day up to which each agreement has been looked at in this run; moved forward here. */
async function drawNext(
  tx: Sql,
  ids: readonly string[],
  after: Map<string, string>,
  now: Date,
): Promise<{ tried: number; drawn: number }> {
  await lockAgreements(tx, ids);
  const versionsOf = await versionsByAgreement(tx, ids);
  const today = shanghaiDay(now);
  const due = (await readDrawable(tx, ids)).flatMap((row): DuePeriod[] => {
    const found = nextPeriod(row, versionsOf.get(row.agreementId) ?? [], after.get(row.agreementId), today);
    if (found) after.set(row.agreementId, found.toDay);
    return found ? [found] : [];
  });
  if (due.length === 0) return { tried: 0, drawn: 0 };
  await postGuarantees(
    tx,
    due.map(({ agreementId, toDay, isLast }) => ({ agreementId, day: toDay, isLast })),
    now,
  );
  const drawn = await insertStatements(tx, due, now);
  await announceAll(
    tx,
    drawn.map(({ id, merchantId }) => ({
      organizationId: merchantId,
      type: "statement.drawn",
      subjectId: id,
      at: now,
    })),
  );
  await writeLetters(
    tx,
    drawn.filter(({ amountFen }) => amountFen > 0n).map(({ id }) => ({ statementId: id, stage: "drawn" })),
    now,
  );
  return { tried: due.length, drawn: drawn.length };
}

async function readDrawable(tx: Sql, ids: readonly string[]): Promise<Drawable[]> {
  return tx.rows<Drawable>(
    `select a.id as "agreementId", a.fund_id as "fundId",
            (a.ended_at at time zone 'Asia/Shanghai')::date::text as "endedDay",
            (select max(period_to)::text from consumption_statement s where s.agreement_id = a.id) as "statedTo",
            (select min(day)::text from consumption_posting p
             where p.agreement_id = a.id and p.statement_id is null) as "unstatedFrom",
            (select min(day)::text from consumption_pending q
             where q.agreement_id = a.id and q.type = 'order') as "pendingFrom"
     from consumption_agreement a where a.id = any($1)`,
    [[...ids]],
  );
}

/** The next month of an agreement that has something to state and is over; null while there is none. */
function nextPeriod(
  row: Drawable,
  versions: readonly VersionInForce[],
  after: string | undefined,
  today: string,
): DuePeriod | null {
  const first = versions[0];
  if (!first) return null;
  // The day after the one up to which all is stated or was looked at in this run; at first the agreement's own.
  const doneTo = [row.statedTo, after].flatMap((day) => day ?? []).sort();
  const start = [first.fromDay, ...doneTo.map((day) => addDays(day, 1))].at(-1) ?? first.fromDay;
  const lastDay = lastDayOf(versions, row.endedDay);
  for (const period of periodsFrom(start, lastDay)) {
    const terms = versionOn(versions, period.toDay)?.terms;
    if (!terms || !isOver(period, terms.returnDays, today)) return null;
    if (row.pendingFrom !== null && row.pendingFrom <= period.toDay) return null;
    // A shopper who gives pays at once: there is nothing to state.
    const hasPosting = row.unstatedFrom !== null && row.unstatedFrom <= period.toDay;
    const mayOwe = terms.guarantee !== null && period.fromDay <= lastDay;
    if (terms.giver === "shopper" || !(hasPosting || mayOwe)) continue;
    return {
      ...period,
      agreementId: row.agreementId,
      fundId: row.fundId,
      confirmBy: dueDay(today, Math.min(terms.confirmWithinDays, terms.payWithinDays)),
      payBy: dueDay(today, terms.payWithinDays),
    };
  }
  return null;
}

/** The postings are taken and summed in the statement that draws: a posting is in one statement alone. */
async function insertStatements(
  tx: Sql,
  due: readonly DuePeriod[],
  now: Date,
): Promise<{ id: string; merchantId: string; amountFen: bigint }[]> {
  return tx.rows(
    `with given as (
       select * from unnest($1::text[], $2::text[], $3::date[], $4::date[], $5::date[], $6::date[])
         as g(agreement_id, id, period_from, period_to, confirm_by, pay_by)
     ), taken as (
       update consumption_posting p set statement_id = g.id from given g
       where p.agreement_id = g.agreement_id and p.day <= g.period_to and p.statement_id is null
       returning p.statement_id, p.amount_fen, p.order_count, p.return_count
     ), summed as (
       select statement_id, sum(amount_fen)::bigint as fen, sum(order_count)::int as orders, sum(return_count)::int as returns,
              case when sum(amount_fen) = 0 then $7::timestamptz end as settled_at
       from taken group by statement_id
     )
     insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
       period_to, amount_fen, order_count, return_count, drawn_at, confirm_by, pay_by, state, confirmed_at, paid_at,
       reconciled_at)
     select g.id, a.id, 1 + (select coalesce(max(number), 0) from consumption_statement s where s.agreement_id = a.id),
            a.fund_id, a.organization_id, a.merchant_id, g.period_from, g.period_to, x.fen, x.orders, x.returns, $7,
            g.confirm_by, g.pay_by, case when x.settled_at is null then 'drawn' else 'reconciled' end,
            x.settled_at, x.settled_at, x.settled_at
     from given g join summed x on x.statement_id = g.id join consumption_agreement a on a.id = g.agreement_id
     returning id, merchant_id as "merchantId", amount_fen as "amountFen"`,
    [
      due.map(({ agreementId }) => agreementId),
      due.map(({ fundId }) => newFundScopedId("s", fundId)),
      due.map(({ fromDay }) => fromDay),
      due.map(({ toDay }) => toDay),
      due.map(({ confirmBy }) => confirmBy),
      due.map(({ payBy }) => payBy),
      now,
    ],
  );
}
