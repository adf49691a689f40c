import { endOfDay, postingTransferId } from "#app/features/consumption/postings/posting-id.ts";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { PlannedAgreement, PlannedCampaign, PlannedPosting } from "./consumption-plan.ts";
import type { PlannedEvent } from "./consumption-sales.ts";
import type { PlannedStatement } from "./consumption-statements.ts";
import { stableId } from "./random.ts";

/** Rows in one statement. */
const BATCH = 10_000;

/**
 * Writes a year of orders with what follows from them: tallies, postings with their lines and transfers, and what
 * still waits. The sums are reckoned by the site's own rules (see consumption-sales.ts); only the rows are written at
 * once, because a year told day by day would take minutes.
 */
export async function writeSales(campaigns: readonly PlannedCampaign[]): Promise<number> {
  const agreements = campaigns.flatMap((campaign) => campaign.agreements);
  // Begun again after a crash: all of it is there or none.
  const [there] = await db.rows<{ any: boolean }>('select exists (select from consumption_tally) as "any"');
  const events = agreements.reduce((sum, agreement) => sum + agreement.events.length, 0);
  if (there?.any) return events;
  await transaction(async (tx) => {
    await writeSold(tx, agreements);
    await writePostings(tx, agreements);
    await writeWaiting(tx, agreements);
  });
  return events;
}

/** Orders and returns with their tallies. */
export async function writeSold(tx: Sql, agreements: readonly PlannedAgreement[]): Promise<void> {
  const events = agreements.flatMap((agreement) => agreement.events.map((event) => ({ agreement, event })));
  for (let at = 0; at < events.length; at += BATCH) await writeEvents(tx, events.slice(at, at + BATCH));
  await writeTallies(tx);
}

interface Given {
  agreement: PlannedAgreement;
  event: PlannedEvent;
}

async function writeEvents(tx: Sql, given: readonly Given[]): Promise<void> {
  const of = <T>(pick: (one: Given) => T): T[] => given.map(pick);
  await tx.run(
    `insert into consumption_event (merchant_id, order_no, agreement_id, version, type, amount_fen, discount_fen,
       item_count, items, return_of, occurred_at, day, gift_e4, source, recorded_at)
     select merchant_id, order_no, agreement_id, version, type, amount_fen, discount_fen, item_count, items::jsonb,
            return_of, occurred_at, day, gift_e4, source, recorded_at
     from unnest($1::text[], $2::text[], $3::text[], $4::int4[], $5::text[], $6::int8[], $7::int8[], $8::int4[],
                 $9::text[], $10::text[], $11::timestamptz[], $12::date[], $13::int8[], $14::text[], $15::timestamptz[])
       as g (merchant_id, order_no, agreement_id, version, type, amount_fen, discount_fen, item_count, items,
             return_of, occurred_at, day, gift_e4, source, recorded_at)`,
    [
      of(({ agreement }) => stableId.organization(agreement.spec.merchant)),
      of(({ event }) => event.orderNo),
      of(({ agreement }) => agreement.id),
      of(({ event }) => event.version),
      of(({ event }) => event.type),
      of(({ event }) => event.amountFen),
      of(({ event }) => event.discountFen),
      of(({ event }) => event.itemCount),
      of(({ event }) => event.items && JSON.stringify(event.items)),
      of(({ event }) => event.returnOf),
      of(({ event }) => event.occurredAt),
      of(({ event }) => event.day),
      of(({ event }) => event.giftE4),
      of(({ agreement }) => agreement.spec.sales?.source),
      of(({ event }) => event.recordedAt),
    ],
  );
}

/** One row per agreement and day, as the worker leaves them. */
const writeTallies = (tx: Sql): Promise<number> =>
  tx.run(
    `insert into consumption_tally (agreement_id, day, id, order_count, return_count, sales_fen, gift_e4)
     select agreement_id, day, gen_random_uuid(), count(*) filter (where type = 'order'),
            count(*) filter (where type = 'return'),
            sum(case type when 'order' then amount_fen else -amount_fen end), sum(gift_e4)
     from consumption_event group by agreement_id, day`,
  );

interface Posted {
  agreement: PlannedAgreement;
  posting: PlannedPosting;
}

const transferOf = ({ agreement, posting }: Posted): string =>
  postingTransferId(agreement.id, posting.day, posting.kind);

async function writePostings(tx: Sql, agreements: readonly PlannedAgreement[]): Promise<void> {
  const posted = agreements.flatMap((agreement) =>
    agreement.postings.map((posting) => ({ agreement, posting })),
  );
  const outcomes = await postTransfers(
    tx,
    posted.filter(({ posting }) => posting.amountFen > 0n).map(promise),
  );
  invariant(!outcomes.includes("conflicting"), "a seeded day was posted otherwise");
  await tx.run(
    `insert into consumption_posting (agreement_id, day, kind, fund_id, organization_id, merchant_id, order_count,
       return_count, gift_e4, counted_e4, running_e4, promised_fen, amount_fen, transfer_id, posted_at)
     select agreement_id, day, kind, fund_id, organization_id, merchant_id, order_count, return_count, gift_e4,
            counted_e4, running_e4, promised_fen, amount_fen, transfer_id, posted_at
     from jsonb_populate_recordset(null::consumption_posting, $1::jsonb)`,
    [rowsOf(posted.map(postingRow))],
  );
  await tx.run(
    `insert into consumption_cap_use (agreement_id, day, counted_e4)
     select * from unnest($1::text[], $2::date[], $3::int8[])`,
    capUse(posted),
  );
  const lines = posted.flatMap(({ agreement, posting }) =>
    posting.lines.map((line) => ({ id: agreement.id, day: posting.day, line })),
  );
  await tx.run(
    `insert into consumption_posting_line (agreement_id, order_no, day, occurred_at, net_e4, counted_e4)
     select * from unnest($1::text[], $2::text[], $3::date[], $4::timestamptz[], $5::int8[], $6::int8[])`,
    [
      lines.map(({ id }) => id),
      lines.map(({ line }) => line.orderNo),
      lines.map(({ day }) => day),
      lines.map(({ line }) => line.occurredAt),
      lines.map(({ line }) => line.netE4),
      lines.map(({ line }) => line.countedE4),
    ],
  );
}

/** What each day's cap has been used for. */
function capUse(posted: readonly Posted[]): [string[], string[], bigint[]] {
  const capped = posted.filter(
    ({ agreement, posting }) => posting.kind === "orders" && agreement.spec.terms.dayCapFen !== undefined,
  );
  return [
    capped.map(({ agreement }) => agreement.id),
    capped.map(({ posting }) => posting.day),
    capped.map(({ posting }) => posting.countedE4),
  ];
}

function promise({ agreement, posting }: Posted): TransferInput {
  const owner = stableId.organization(agreement.organization);
  return {
    bookId: agreement.fundId,
    id: transferOf({ agreement, posting }),
    factId: `${agreement.id}.${posting.day}.${posting.kind}`,
    kind: "consumption-promised",
    debitAccountId: accountId("receivable", owner),
    creditAccountId: accountId("promised", owner),
    amountFen: posting.amountFen,
    currency: "CNY",
    subjectId: agreement.id,
    occurredAt: endOfDay(posting.day),
  };
}

const postingRow = ({ agreement, posting }: Posted) => ({
  agreement_id: agreement.id,
  day: posting.day,
  kind: posting.kind,
  fund_id: agreement.fundId,
  organization_id: stableId.organization(agreement.organization),
  merchant_id: stableId.organization(agreement.spec.merchant),
  order_count: posting.orderCount,
  return_count: posting.returnCount,
  gift_e4: posting.giftE4,
  counted_e4: posting.countedE4,
  running_e4: posting.runningE4,
  promised_fen: posting.promisedFen,
  amount_fen: posting.amountFen,
  transfer_id: posting.amountFen > 0n ? transferOf({ agreement, posting }) : null,
  posted_at: posting.postedAt,
});

const rowsOf = (rows: readonly unknown[]): string =>
  JSON.stringify(rows, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));

/** What no posting has taken up: orders without a line, and returns of orders without one. */
export async function writeWaiting(tx: Sql, agreements: readonly PlannedAgreement[]): Promise<void> {
  await tx.run(
    `insert into consumption_pending (agreement_id, order_no, type, return_of, occurred_at, day, gift_e4)
     select e.agreement_id, e.order_no, e.type, e.return_of, e.occurred_at, e.day, e.gift_e4
     from consumption_event e
     where e.agreement_id = any($1) and not exists (
       select from consumption_posting_line l
       where l.agreement_id = e.agreement_id and l.order_no = coalesce(e.return_of, e.order_no))`,
    [agreements.map(({ id }) => id)],
  );
}

/** Writes the statements with what the enterprises answered; what was paid for them becomes theirs when it is confirmed. */
export async function writeStatements(statements: readonly PlannedStatement[]): Promise<number> {
  await transaction(async (tx) => {
    await tx.run(
      `insert into consumption_statement (id, agreement_id, number, fund_id, organization_id, merchant_id, period_from,
         period_to, amount_fen, order_count, return_count, state, drawn_at, confirm_by, pay_by, confirmed_at,
         disputed_at, dispute_reason, dispute_note, donation_id, paid_at, reconciled_at)
       select id, agreement_id, number, fund_id, organization_id, merchant_id, period_from, period_to, amount_fen,
              order_count, return_count, state, drawn_at, confirm_by, pay_by, confirmed_at, disputed_at, dispute_reason,
              dispute_note, donation_id, paid_at, reconciled_at
       from jsonb_populate_recordset(null::consumption_statement, $1::jsonb) on conflict do nothing`,
      [rowsOf(statements.map(statementRow))],
    );
    await tx.run(
      `insert into consumption_statement_payment (fund_id, donation_id, statement_id, number, opened_at)
       select fund_id, donation_id, id, 1, confirmed_at from consumption_statement
       where donation_id is not null on conflict do nothing`,
    );
    await tx.run(
      `update consumption_posting p set statement_id = s.id from consumption_statement s
       where s.agreement_id = p.agreement_id and p.day between s.period_from and s.period_to and p.statement_id is null`,
    );
  });
  return statements.length;
}

const statementRow = (statement: PlannedStatement) => ({
  id: statement.id,
  agreement_id: statement.agreement.id,
  number: statement.number,
  fund_id: statement.agreement.fundId,
  organization_id: stableId.organization(statement.agreement.organization),
  merchant_id: stableId.organization(statement.agreement.spec.merchant),
  period_from: statement.periodFrom,
  period_to: statement.periodTo,
  amount_fen: statement.amountFen,
  order_count: statement.orderCount,
  return_count: statement.returnCount,
  state: stateOf(statement),
  drawn_at: statement.drawnAt,
  confirm_by: statement.confirmBy,
  pay_by: statement.payBy,
  confirmed_at: statement.confirmedAt,
  disputed_at: statement.disputed?.at ?? null,
  dispute_reason: statement.disputed?.reason ?? null,
  dispute_note: statement.disputed?.note ?? null,
  donation_id: statement.gift?.donationId ?? null,
  paid_at: statement.amountFen === 0n ? statement.drawnAt : null,
  reconciled_at: statement.amountFen === 0n ? statement.drawnAt : null,
});

function stateOf({ amountFen, disputed, confirmedAt }: PlannedStatement): string {
  if (amountFen === 0n) return "reconciled";
  if (disputed) return "disputed";
  return confirmedAt ? "confirmed" : "drawn";
}
