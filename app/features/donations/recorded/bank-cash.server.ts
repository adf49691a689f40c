import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import { settlePayments } from "#app/features/payments/settle-payments.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { requestJobs } from "#app/lib/outbox.server.ts";
import { type BankRowKey, suspenseIdOf } from "../count-offline-gifts.server.ts";
import { MONEY_ASKER_ROLES, mayAct } from "../refund-roles.ts";

export type BankCashResult =
  | { ok: true; banked: number }
  | { ok: false; reason: "not-permitted" | "nothing-chosen" | "not-in-hand" | "row-not-in-suspense" }
  | { ok: false; reason: "other-sum"; chosenFen: bigint; rowFen: bigint };

interface CashGift {
  id: string;
  fundId: string;
  donationId: string;
  paymentId: string;
  amountFen: bigint;
  currency: string;
  bankedRowKey: string | null;
  isInHand: boolean;
}

/**
 * The bank has the cash: one row of its statement is explained by the cash gifts that were paid in together, to
 * the fen. The gifts settle, and with that may be spent.
 *
 * The closed list of postings has none from cash to the bank, so each gift's first posting is turned back
 * (available → cash) and the gift is taken from the row's suspense instead: the fund's terms stay as they were.
 */
export async function bankCash(input: {
  organizationId: string;
  userId: string;
  row: BankRowKey;
  ids: readonly string[];
  now: Date;
}): Promise<BankCashResult> {
  const { organizationId, userId, row, now } = input;
  const ids = [...new Set(input.ids)].sort();
  if (ids.length === 0) return { ok: false, reason: "nothing-chosen" };
  return transaction(async (tx) => {
    if (!(await mayAct(tx, organizationId, userId, MONEY_ASKER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const gifts = await lockCash(tx, organizationId, ids);
    if (gifts.length === ids.length && gifts.every((gift) => gift.bankedRowKey === row.rowKey))
      return { ok: true, banked: 0 };
    if (gifts.length < ids.length || gifts.some((gift) => !gift.isInHand))
      return { ok: false, reason: "not-in-hand" };
    const held = await heldRow(tx, organizationId, row);
    if (!held) return { ok: false, reason: "row-not-in-suspense" };
    const chosenFen = gifts.reduce((sum, gift) => sum + gift.amountFen, 0n);
    if (chosenFen !== held.fen) return { ok: false, reason: "other-sum", chosenFen, rowFen: held.fen };
    await move(tx, organizationId, gifts, held.at);
    await settle(tx, { organizationId, userId, row, gifts, now });
    return { ok: true, banked: gifts.length };
  });
}

async function lockCash(tx: Sql, organizationId: string, ids: readonly string[]): Promise<CashGift[]> {
  await tx.rows(
    "select 1 from recorded_gift where organization_id = $1 and id = any($2::uuid[]) order by id for update",
    [organizationId, ids],
  );
  return tx.rows<CashGift>(
    `select r.id, r.fund_id as "fundId", r.donation_id as "donationId", p.id as "paymentId",
            r.amount_fen as "amountFen", r.currency, case when r.banked_at is not null then r.row_key end as "bankedRowKey",
            r.banked_at is null and r.reversal_asked_at is null as "isInHand"
     from recorded_gift r
     join payment p on p.fund_id = r.fund_id and p.donation_id = r.donation_id and p.counted_at is not null
     where r.organization_id = $1 and r.id = any($2::uuid[]) and r.kind = 'cash' and r.counted_at is not null`,
    [organizationId, ids],
  );
}

/** The row while it waits in suspense and nothing explains it; its match is written by whoever comes first. */
async function heldRow(
  tx: Sql,
  organizationId: string,
  row: BankRowKey,
): Promise<{ fen: bigint; at: Date } | undefined> {
  const [held] = await tx.rows<{ fen: bigint; at: Date }>(
    `select w.amount_fen as fen, w.occurred_at as at
     from statement_row w join transfer t on t.book_id = $1 and t.id = $5
     where w.organization_id = $1 and w.source = $2 and w.account = $3 and w.row_key = $4
       and not exists (select from transfer v where v.book_id = t.book_id and v.reverses_id = t.id)
       and not exists (select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
                       and m.account = w.account and m.row_key = w.row_key)
     for update of w`,
    [organizationId, row.source, row.account, row.rowKey, suspenseIdOf(row)],
  );
  return held;
}

async function move(tx: Sql, organizationId: string, gifts: readonly CashGift[], at: Date): Promise<void> {
  const transfers = gifts.flatMap((gift): TransferInput[] => {
    const available = accountId("available", gift.fundId, gift.currency);
    const common = {
      bookId: gift.fundId,
      factId: gift.paymentId,
      amountFen: gift.amountFen,
      currency: gift.currency,
      subjectId: gift.donationId,
      occurredAt: at,
    };
    return [
      {
        ...common,
        id: transferIdOf("recorded-gift", organizationId, gift.id, "out-of-cash"),
        kind: "gift-paid",
        debitAccountId: available,
        creditAccountId: accountId("cash", organizationId, gift.currency),
        reversesId: transferIdOf("recorded-gift", organizationId, gift.id, "gift"),
      },
      {
        ...common,
        id: transferIdOf("recorded-gift", organizationId, gift.id, "banked"),
        kind: "suspense-to-fund",
        debitAccountId: accountId("suspense", organizationId, gift.currency),
        creditAccountId: available,
      },
    ];
  });
  const outcomes = await postTransfers(tx, transfers);
  invariant(!outcomes.includes("conflicting"), "cash is banked once");
}

async function settle(
  tx: Sql,
  done: {
    organizationId: string;
    userId: string;
    row: BankRowKey;
    gifts: readonly CashGift[];
    now: Date;
  },
): Promise<void> {
  const { organizationId, userId, row, gifts, now } = done;
  await tx.run(
    `insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                       amount_fen, matched_at)
     select $1, $2, $3, $4, 'cash-deposit', $4, amount_fen, $5 from statement_row
     where organization_id = $1 and source = $2 and account = $3 and row_key = $4`,
    [organizationId, row.source, row.account, row.rowKey, now],
  );
  await tx.run(
    `update recorded_gift set banked_by_id = $2, banked_at = $3, source = $4, account = $5, row_key = $6
     where organization_id = $1 and id = any($7::uuid[])`,
    [organizationId, userId, now, row.source, row.account, row.rowKey, gifts.map((gift) => gift.id)],
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
