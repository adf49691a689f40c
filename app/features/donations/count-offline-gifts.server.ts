/**
 * ── For whoever decides about bank rows (suggestions, quarantine) ──────────────────────────────────────────────
 *
 *   countOfflineGift(tx, { organizationId, donationId, row: { source, account, rowKey }, origin: "person",
 *                          acceptOtherAmount, now }): Promise<CountOfflineOutcome>
 *
 * makes a bank row the payment of a pledged gift (donation.provider = 'offline'): posts it into the fund (from
 * suspense, where the row stands), settles the gift, matches the row (subject_kind 'payment'), writes the thanks
 * and asks for the trace, all in the caller's transaction. Safe twice and at once: it locks the gift.
 *  - "other-amount" is refused unless `acceptOtherAmount`: that is for a second person's decision. The gift then
 *    has the amount that came; what was pledged stays in donation.pledged_fen.
 *  - A person decides about rows that stand in suspense only: "not-in-suspense" otherwise.
 *  - Whoever gives a suspense row another end (refund, another fund) writes a reconciliation_match for the row
 *    in the same transaction: a matched row is never counted here ("row-matched").
 * Rows of one statement go through countOfflineGifts (set-based), called by match-offline-gifts.server.ts.
 */
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { MAX_GIFT_FEN } from "#app/lib/money.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { paidKind, withPromiseSettled } from "./settle-promise.ts";
import { requestThanks } from "./thank-donors.server.ts";

export interface BankRowKey {
  source: string;
  account: string;
  rowKey: string;
}

export interface OfflinePair {
  donationId: string;
  row: BankRowKey;
}

export type CountOfflineOutcome =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "unknown-gift"
        | "unknown-row"
        | "already-counted"
        | "row-matched"
        | "other-amount"
        | "other-currency"
        | "amount-out-of-range"
        | "not-in-suspense";
    };

interface PairState extends BankRowKey {
  place: number;
  fundId: string;
  donationId: string;
  paymentId: string | null;
  amountFen: bigint;
  currency: string;
  countedAt: Date | null;
  rowFen: bigint | null;
  rowCurrency: string;
  occurredAt: Date;
  matchedTo: string | null;
  isInSuspense: boolean;
  settlesPromise: boolean;
}

/** One pair, decided by a person. See the head of this file. */
export async function countOfflineGift(
  tx: Sql,
  input: {
    organizationId: string;
    donationId: string;
    row: BankRowKey;
    origin: "person";
    acceptOtherAmount: boolean;
    now: Date;
  },
): Promise<CountOfflineOutcome> {
  const { donationId, row, ...rest } = input;
  const [outcome] = await countOfflineGifts(tx, { ...rest, pairs: [{ donationId, row }] });
  invariant(outcome, "one outcome per pair");
  return outcome;
}

/**
 * Counts pledged gifts by the bank rows that paid them. Within one call a gift and a row are taken once, the
 * first pair first.
 *
 * @returns one outcome per pair, in the order given.
 */
export async function countOfflineGifts(
  tx: Sql,
  input: {
    organizationId: string;
    pairs: readonly OfflinePair[];
    /** statement: the reconciliation run, which may meet rows before they are in suspense. */
    origin: "statement" | "person";
    acceptOtherAmount: boolean;
    now: Date;
  },
): Promise<CountOfflineOutcome[]> {
  if (input.pairs.length === 0) return [];
  const states = await lockAndRead(tx, input.organizationId, input.pairs);
  const taken = new Set<string>();
  const counted: PairState[] = [];
  const outcomes = input.pairs.map((pair, index): CountOfflineOutcome => {
    const state = states.get(index);
    const outcome = judge(pair, state, input, taken);
    if (outcome.ok && !outcome.repeated && state) {
      taken.add(pair.donationId).add(keyOf(pair.row));
      counted.push(state);
    }
    return outcome;
  });
  await write(tx, input.organizationId, counted, input.now);
  return outcomes;
}

const keyOf = ({ source, account, rowKey }: BankRowKey): string => `${source}\u001f${account}\u001f${rowKey}`;

function judge(
  pair: OfflinePair,
  state: PairState | undefined,
  input: { origin: "statement" | "person"; acceptOtherAmount: boolean },
  taken: ReadonlySet<string>,
): CountOfflineOutcome {
  if (!state?.paymentId) return { ok: false, reason: "unknown-gift" };
  if (state.rowFen === null || state.rowFen <= 0n) return { ok: false, reason: "unknown-row" };
  if (state.matchedTo !== null)
    return state.matchedTo === `payment/${state.paymentId}`
      ? { ok: true, repeated: true }
      : { ok: false, reason: "row-matched" };
  if (state.countedAt || taken.has(pair.donationId)) return { ok: false, reason: "already-counted" };
  if (taken.has(keyOf(pair.row))) return { ok: false, reason: "row-matched" };
  if (state.rowCurrency !== state.currency) return { ok: false, reason: "other-currency" };
  if (state.rowFen !== state.amountFen && !input.acceptOtherAmount)
    return { ok: false, reason: "other-amount" };
  if (state.rowFen > MAX_GIFT_FEN) return { ok: false, reason: "amount-out-of-range" };
  if (input.origin === "person" && !state.isInSuspense) return { ok: false, reason: "not-in-suspense" };
  return { ok: true, repeated: false };
}

/** Locks the gifts in id order, then reads in a new statement, so that what was just committed is seen. */
async function lockAndRead(
  tx: Sql,
  organizationId: string,
  pairs: readonly OfflinePair[],
): Promise<Map<number, PairState>> {
  const fundIds = pairs.map((pair) => fundIdOf(pair.donationId, "d") ?? "");
  const donationIds = pairs.map((pair) => pair.donationId);
  await tx.rows(
    `select 1 from donation d
     where (d.fund_id, d.id) in (select * from unnest($1::text[], $2::text[]))
     order by d.fund_id, d.id for update`,
    [fundIds, donationIds],
  );
  const rows = await tx.rows<PairState>(
    `select g.place::int as place, g.source, g.account, g.row_key as "rowKey", d.fund_id as "fundId",
            d.id as "donationId", p.id as "paymentId", p.amount_fen as "amountFen", p.currency,
            p.counted_at as "countedAt", d.settles_promise as "settlesPromise", r.amount_fen as "rowFen", r.currency as "rowCurrency",
            r.occurred_at as "occurredAt", m.subject_kind || '/' || m.subject_id as "matchedTo",
            s.id is not null and not exists (
              select from transfer v where v.book_id = s.book_id and v.reverses_id = s.id) as "isInSuspense"
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::uuid[]) with ordinality
       as g(fund_id, donation_id, source, account, row_key, suspense_id, place)
     join donation d on d.fund_id = g.fund_id and d.id = g.donation_id and d.organization_id = $1
       and d.provider = 'offline'
     left join lateral (
       select * from payment p where p.fund_id = d.fund_id and p.donation_id = d.id and p.provider = 'offline'
       order by p.counted_at is null, p.opened_at desc, p.id limit 1) p on true
     left join statement_row r on r.organization_id = $1 and r.source = g.source and r.account = g.account
       and r.row_key = g.row_key and r.source like 'bank-%'
     left join reconciliation_match m on m.organization_id = $1 and m.source = g.source
       and m.account = g.account and m.row_key = g.row_key
     left join transfer s on s.book_id = $1 and s.id = g.suspense_id`,
    [
      organizationId,
      fundIds,
      donationIds,
      pairs.map(({ row }) => row.source),
      pairs.map(({ row }) => row.account),
      pairs.map(({ row }) => row.rowKey),
      pairs.map(({ row }) => suspenseIdOf(row)),
    ],
  );
  return new Map(rows.map((row) => [row.place - 1, row]));
}

/** The transfer that holds an unexplained bank row in suspense (see match-bank-rows). */
export const suspenseIdOf = ({ source, account, rowKey }: BankRowKey): string =>
  transferIdOf(source, account, rowKey, "suspense");

async function write(
  tx: Sql,
  organizationId: string,
  counted: readonly PairState[],
  now: Date,
): Promise<void> {
  if (counted.length === 0) return;
  const column = <T>(pick: (state: PairState) => T): T[] => counted.map(pick);
  const matched = await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, g.source, g.account, g.row_key, 'payment', g.payment_id, g.fen, $7
     from unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::int8[])
       as g(source, account, row_key, payment_id, fen)`,
    [
      organizationId,
      column((s) => s.source),
      column((s) => s.account),
      column((s) => s.rowKey),
      column((s) => s.paymentId),
      column((s) => s.rowFen),
      now,
    ],
  );
  invariant(matched === counted.length, "each row is matched once");
  await tx.run(
    `update donation d set pledged_fen = coalesce(d.pledged_fen, d.amount_fen), amount_fen = g.fen
     from unnest($1::text[], $2::text[], $3::int8[]) as g(fund_id, id, fen)
     where d.fund_id = g.fund_id and d.id = g.id and d.amount_fen <> g.fen`,
    [column((s) => s.fundId), column((s) => s.donationId), column((s) => s.rowFen)],
  );
  await tx.run(
    `update payment p set amount_fen = g.fen, paid_at = g.at, paid_amount_fen = g.fen, counted_at = g.at,
       provider_object_id = g.row_key
     from unnest($1::text[], $2::text[], $3::int8[], $4::timestamptz[], $5::text[])
       as g(fund_id, id, fen, at, row_key)
     where p.fund_id = g.fund_id and p.id = g.id and p.counted_at is null`,
    [
      column((s) => s.fundId),
      column((s) => s.paymentId),
      column((s) => s.rowFen),
      column((s) => s.occurredAt),
      column((s) => s.rowKey),
    ],
  );
  const outcomes = await postTransfers(
    tx,
    counted.flatMap((state) =>
      withPromiseSettled(giftTransfer(organizationId, state), organizationId, state),
    ),
  );
  invariant(!outcomes.includes("conflicting"), "a bank row pays one gift");
  await requestThanks(
    tx,
    column((s) => s.donationId),
    now,
  );
  const fundIds = await settlePayments(
    tx,
    "select * from unnest($1::text[], $2::text[]) as g(fund_id, payment_id)",
    [column((s) => s.fundId), column((s) => s.paymentId)],
    now,
  );
  await requestJobs(
    tx,
    "trace-fund",
    fundIds.map((fundId) => ({ fundId })),
  );
}

/** From suspense if the row was held there before it was explained, else straight from the bank. */
function giftTransfer(organizationId: string, state: PairState): TransferInput {
  const from = state.isInSuspense ? "suspense" : "bank";
  return {
    bookId: state.fundId,
    id: transferIdOf(state.source, state.account, state.rowKey, "offline-gift"),
    factId: state.paymentId ?? "",
    kind: state.isInSuspense ? "suspense-to-fund" : paidKind(state),
    debitAccountId: accountId(from, organizationId, state.currency),
    creditAccountId: accountId("available", state.fundId, state.currency),
    amountFen: state.rowFen ?? 0n,
    currency: state.currency,
    subjectId: state.donationId,
    occurredAt: state.occurredAt,
  };
}
