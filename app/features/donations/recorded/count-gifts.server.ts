import { createHmac, randomBytes } from "node:crypto";
import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { suspenseIdOf } from "../count-offline-gifts.server.ts";
import { donationToken, hashOfToken } from "../donation-token.server.ts";
import { giftReference } from "../gift-reference.ts";
import { MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";
import { OFFLINE_CREDENTIAL } from "../start-offline-gift.server.ts";

export type CountRefusal = "not-found" | "own-entry" | "withdrawn" | "row-not-in-suspense";
export type CountGiftsResult =
  | { ok: true; counted: number }
  | { ok: false; reason: "not-permitted" }
  | { ok: false; reason: "refused"; entries: { id: string; reason: CountRefusal }[] };

interface Entry {
  id: string;
  fundId: string;
  kind: "cash" | "transfer";
  amountFen: bigint;
  currency: string;
  givenOn: string;
  visibility: string;
  donorName: string | null;
  pseudonym: string | null;
  source: string | null;
  account: string | null;
  rowKey: string | null;
  recordedById: string;
  countedAt: Date | null;
  withdrawnAt: Date | null;
  rowIsFree: boolean;
}

/**
 * A second person has counted the money (or looked at the bank row) and confirms the entries: each becomes a gift
 * that counts, all of them or none. Cash is paid and not yet settled: it may be spent once the bank has it
 * (bank-cash). A transfer settles at once. Safe to call again.
 */
export async function countGifts(input: {
  organizationId: string;
  userId: string;
  ids: readonly string[];
  now: Date;
}): Promise<CountGiftsResult> {
  const { organizationId, userId, now } = input;
  return transaction(async (tx) => {
    if (!(await mayAct(tx, organizationId, userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const ids = [...new Set(input.ids)];
    const entries = await lockEntries(tx, organizationId, ids);
    const refused = ids.flatMap((id) => {
      const reason = refusalOf(entries.get(id), userId);
      return reason ? [{ id, reason }] : [];
    });
    if (refused.length > 0) return { ok: false, reason: "refused", entries: refused };
    const fresh = [...entries.values()].filter((entry) => !entry.countedAt);
    if (fresh.length > 0) await makeGifts(tx, organizationId, userId, fresh, now);
    return { ok: true, counted: fresh.length };
  });
}

function refusalOf(entry: Entry | undefined, userId: string): CountRefusal | null {
  if (!entry) return "not-found";
  if (entry.countedAt) return null;
  if (entry.recordedById === userId) return "own-entry";
  if (entry.withdrawnAt) return "withdrawn";
  return entry.kind === "transfer" && !entry.rowIsFree ? "row-not-in-suspense" : null;
}

async function lockEntries(
  tx: Sql,
  organizationId: string,
  ids: readonly string[],
): Promise<Map<string, Entry>> {
  await tx.rows(
    "select 1 from recorded_gift where organization_id = $1 and id = any($2::uuid[]) order by id for update",
    [organizationId, ids],
  );
  const rows = await tx.rows<Entry>(
    `select r.id, r.fund_id as "fundId", r.kind, r.amount_fen as "amountFen", r.currency, r.given_on as "givenOn",
            r.visibility, r.donor_name as "donorName", r.pseudonym, r.source, r.account, r.row_key as "rowKey",
            r.recorded_by_id as "recordedById", r.counted_at as "countedAt", r.withdrawn_at as "withdrawnAt",
            r.row_key is not null and not exists (
              select from reconciliation_match m where m.organization_id = $1 and m.source = r.source
                and m.account = r.account and m.row_key = r.row_key) as "rowIsFree"
     from recorded_gift r where r.organization_id = $1 and r.id = any($2::uuid[]) order by r.id`,
    [organizationId, ids],
  );
  const inSuspense = await suspended(tx, organizationId, rows);
  return new Map(rows.map((row) => [row.id, { ...row, rowIsFree: row.rowIsFree && inSuspense.has(row.id) }]));
}

async function suspended(tx: Sql, organizationId: string, entries: readonly Entry[]): Promise<Set<string>> {
  const named = entries.filter((entry) => entry.kind === "transfer");
  const held = await tx.rows<{ id: string }>(
    `select g.entry as id from unnest($2::uuid[], $3::uuid[]) as g(entry, id)
     join transfer t on t.book_id = $1 and t.id = g.id
     where not exists (select from transfer v where v.book_id = t.book_id and v.reverses_id = t.id)`,
    [organizationId, named.map((entry) => entry.id), named.map((entry) => suspenseIdOf(rowOf(entry)))],
  );
  return new Set(held.map((row) => row.id));
}

const rowOf = (entry: Entry) => ({
  source: entry.source ?? "",
  account: entry.account ?? "",
  rowKey: entry.rowKey ?? "",
});

interface MadeGift extends Entry {
  donationId: string;
  paymentId: string;
  at: Date;
}

async function makeGifts(
  tx: Sql,
  organizationId: string,
  userId: string,
  entries: readonly Entry[],
  now: Date,
): Promise<void> {
  const gifts = entries.map((entry): MadeGift => {
    const secret = env().SESSION_SECRET;
    const donationId = derivedFundScopedId("d", entry.fundId, secret, "recorded", organizationId, entry.id);
    const paymentId = derivedFundScopedId("p", entry.fundId, secret, donationId, "1");
    return { ...entry, donationId, paymentId, at: momentOf(entry.givenOn, now) };
  });
  await insertGifts(tx, organizationId, gifts, now);
  const outcomes = await postTransfers(
    tx,
    gifts.map((gift) => giftTransfer(organizationId, gift)),
  );
  invariant(!outcomes.includes("conflicting"), "an entry is counted once");
  await tx.run(
    `update recorded_gift r set counted_by_id = $2, counted_at = $3, donation_id = g.donation_id
     from unnest($4::uuid[], $5::text[]) as g(id, donation_id)
     where r.organization_id = $1 and r.id = g.id and r.counted_at is null`,
    [organizationId, userId, now, gifts.map((gift) => gift.id), gifts.map((gift) => gift.donationId)],
  );
  await settleTransfers(
    tx,
    organizationId,
    gifts.filter((gift) => gift.kind === "transfer"),
    now,
  );
}

/** Midday of the day, or its beginning while it still runs: the same entry always gives the same moment. */
function momentOf(day: string, now: Date): Date {
  const start = startOfShanghaiDay(day);
  return day === shanghaiDay(now) ? start : new Date(start.getTime() + 12 * 3_600_000);
}

async function insertGifts(
  tx: Sql,
  organizationId: string,
  gifts: readonly MadeGift[],
  now: Date,
): Promise<void> {
  const column = <T>(pick: (gift: MadeGift) => T): T[] => gifts.map(pick);
  const references = await freeReferences(
    tx,
    organizationId,
    column((gift) => gift.donationId),
  );
  await tx.run(
    `insert into donation (fund_id, id, organization_id, amount_fen, currency, provider, visibility, donor_name,
       pseudonym, reference, token_hash, salt, created_at)
     select g.fund_id, g.id, $1, g.fen, g.currency, 'offline', g.visibility, g.donor_name, g.pseudonym, g.reference,
            g.token_hash, g.salt, g.at
     from unnest($2::text[], $3::text[], $4::int8[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
                 $10::text[], $11::bytea[], $12::timestamptz[])
       as g(fund_id, id, fen, currency, visibility, donor_name, pseudonym, reference, token_hash, salt, at)`,
    [
      organizationId,
      column((gift) => gift.fundId),
      column((gift) => gift.donationId),
      column((gift) => gift.amountFen),
      column((gift) => gift.currency),
      column((gift) => gift.visibility),
      column((gift) => gift.donorName),
      column((gift) => gift.pseudonym),
      references,
      column((gift) => hashOfToken(donationToken(gift.donationId))),
      column(() => randomBytes(16)),
      column((gift) => gift.at),
    ],
  );
  await tx.run(
    `insert into payment (fund_id, id, donation_id, organization_id, credential_id, provider, amount_fen, currency,
       provider_object_id, opened_at, paid_at, paid_amount_fen, counted_at)
     select g.fund_id, g.id, g.donation_id, $1, $2, 'offline', g.fen, g.currency, g.object_id, $3, g.at, g.fen, g.at
     from unnest($4::text[], $5::text[], $6::text[], $7::int8[], $8::text[], $9::text[], $10::timestamptz[])
       as g(fund_id, id, donation_id, fen, currency, object_id, at)`,
    [
      organizationId,
      OFFLINE_CREDENTIAL,
      now,
      column((gift) => gift.fundId),
      column((gift) => gift.paymentId),
      column((gift) => gift.donationId),
      column((gift) => gift.amountFen),
      column((gift) => gift.currency),
      column((gift) => gift.rowKey ?? gift.id),
      column((gift) => gift.at),
    ],
  );
}

/** One reference per gift that no gift of the organization has: what money back to the giver is known by. */
async function freeReferences(
  tx: Sql,
  organizationId: string,
  donationIds: readonly string[],
): Promise<string[]> {
  const candidate = (id: string, turn: number): string =>
    giftReference(createHmac("sha256", env().SESSION_SECRET).update(`reference ${id} ${turn}`).digest());
  const first = donationIds.map((id) => candidate(id, 0));
  const taken = new Set(
    (
      await tx.rows<{ reference: string }>(
        `select reference from donation where organization_id = $1 and reference = any($2) and provider = 'offline'`,
        [organizationId, first],
      )
    ).map(({ reference }) => reference),
  );
  return donationIds.map((id) => {
    let turn = 0;
    let reference = candidate(id, turn);
    while (taken.has(reference)) reference = candidate(id, ++turn);
    taken.add(reference);
    return reference;
  });
}

function giftTransfer(organizationId: string, gift: MadeGift): TransferInput {
  const isCash = gift.kind === "cash";
  return {
    bookId: gift.fundId,
    id: transferIdOf("recorded-gift", organizationId, gift.id, "gift"),
    factId: gift.paymentId,
    kind: isCash ? "gift-paid" : "suspense-to-fund",
    debitAccountId: accountId(isCash ? "cash" : "suspense", organizationId, gift.currency),
    creditAccountId: accountId("available", gift.fundId, gift.currency),
    amountFen: gift.amountFen,
    currency: gift.currency,
    subjectId: gift.donationId,
    occurredAt: gift.at,
  };
}

/** The bank row is explained and the gift settled with it. */
async function settleTransfers(
  tx: Sql,
  organizationId: string,
  gifts: readonly MadeGift[],
  now: Date,
): Promise<void> {
  if (gifts.length === 0) return;
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, g.source, g.account, g.row_key, 'payment', g.payment_id, g.fen, $2
     from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int8[])
       as g(source, account, row_key, payment_id, fen)`,
    [
      organizationId,
      now,
      gifts.map((gift) => gift.source),
      gifts.map((gift) => gift.account),
      gifts.map((gift) => gift.rowKey),
      gifts.map((gift) => gift.paymentId),
      gifts.map((gift) => gift.amountFen),
    ],
  );
  const fundIds = await settlePayments(
    tx,
    "select * from unnest($1::text[], $2::text[]) as g(fund_id, payment_id)",
    [gifts.map((gift) => gift.fundId), gifts.map((gift) => gift.paymentId)],
    now,
  );
  await requestJobs(
    tx,
    "trace-fund",
    fundIds.map((fundId) => ({ fundId })),
  );
}
