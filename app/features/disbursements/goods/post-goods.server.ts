import { accountId, GOODS_UNIT } from "#app/features/ledger/accounts.ts";
import { openGoodsAccounts } from "#app/features/ledger/open-accounts.server.ts";
import { postTransfers } from "#app/features/ledger/post.server.ts";
import type { TransferKind } from "#app/features/ledger/postings.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";

interface GoodsPlace {
  organizationId: string;
  fundId: string;
}

/**
 * Goods use the accounts and postings of money in the unit CNY-GOODS, so a valuation never adds to money: what
 * came in stands in the store (the bank's place, code 1201 存货) and is available to the fund; what is approved to
 * go out is committed, and leaves the store when it is handed over or written off.
 */
async function post(
  tx: Sql,
  { organizationId, fundId }: GoodsPlace,
  given: { kind: TransferKind; subjectId: string; valueFen: bigint; at: Date },
): Promise<void> {
  const { kind, subjectId, valueFen, at } = given;
  // A part of what is worth one yuan in all may be worth nothing by itself.
  if (valueFen === 0n) return;
  const store = accountId("bank", organizationId, GOODS_UNIT);
  const available = accountId("available", fundId, GOODS_UNIT);
  const committed = accountId("committed", fundId, GOODS_UNIT);
  const sides: Partial<Record<TransferKind, [debit: string, credit: string]>> = {
    "gift-paid": [store, available],
    "disbursement-approved": [available, committed],
    "disbursement-paid": [committed, store],
  };
  const [debitAccountId, creditAccountId] = sides[kind] ?? [];
  invariant(debitAccountId && creditAccountId, `goods are not posted as ${kind}`);
  const [outcome] = await postTransfers(tx, [
    {
      bookId: fundId,
      id: transferIdOf("goods", kind, subjectId),
      factId: `${kind} ${subjectId}`,
      kind,
      debitAccountId,
      creditAccountId,
      amountFen: valueFen,
      currency: GOODS_UNIT,
      subjectId,
      occurredAt: at,
    },
  ]);
  invariant(outcome !== "conflicting", "a fact of goods is posted with one content");
}

/** Goods that two people counted are the fund's. */
export async function postReceived(
  tx: Sql,
  place: GoodsPlace,
  item: { id: string; valueFen: bigint },
  at: Date,
): Promise<void> {
  await openGoodsAccounts(tx, place.fundId, place.organizationId);
  await post(tx, place, { kind: "gift-paid", subjectId: item.id, valueFen: item.valueFen, at });
}

export async function postApproved(
  tx: Sql,
  place: GoodsPlace,
  move: { id: string; valueFen: bigint },
  at: Date,
): Promise<void> {
  await post(tx, place, { kind: "disbursement-approved", subjectId: move.id, valueFen: move.valueFen, at });
}

/** Handed over, or written off. */
export async function postGone(
  tx: Sql,
  place: GoodsPlace,
  move: { id: string; valueFen: bigint },
  at: Date,
): Promise<void> {
  await post(tx, place, { kind: "disbursement-paid", subjectId: move.id, valueFen: move.valueFen, at });
}
