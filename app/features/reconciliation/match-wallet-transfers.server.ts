import { accountId } from "#app/features/ledger/accounts.ts";
import { postTransfers, type TransferInput } from "#app/features/ledger/post.server.ts";
import { transferIdOf } from "#app/features/ledger/transfer-id.ts";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";

interface WalletPayment {
  source: string;
  account: string;
  rowKey: string;
  amountFen: bigint;
  currency: string;
  occurredAt: Date;
  fundId: string;
  disbursementId: string;
  organizationId: string;
  credentialId: string;
  /** Where the books said it was paid from. */
  paidFrom: string;
}

/**
 * Disbursements that were paid out of a provider's account instead of the bank (转账): a row of the work table
 * that names one by its id or reference, with its amount. The books had it leave the bank, because nobody says
 * otherwise when paying; that posting is turned back and made again from the provider's account.
 *
 * @returns how many were matched.
 */
export async function matchWalletTransfers(tx: Sql, organizationId: string, now: Date): Promise<number> {
  const payments = await tx.rows<WalletPayment>(
    `with named as (
       select w.source, w.account, w.row_key, w.amount_fen, w.currency, w.occurred_at, d.fund_id, d.id,
              d.organization_id, row_number() over (partition by d.id order by w.n) as of_payment,
              row_number() over (partition by w.n order by d.id) as of_row
       from reconciliation_work w
       join disbursement d on d.organization_id = $1 and d.paid_at is not null and d.bank_matched_at is null
         and (d.id in (w.merchant_reference, w.provider_object_id)
              or d.bank_reference in (w.merchant_reference, w.provider_object_id, w.row_key))
         and d.amount_fen = -w.amount_fen and d.currency = w.currency
       where w.kind = 'transfer-out' and w.amount_fen < 0 and w.source not like 'bank-%' and w.source <> 'alipay-trade'
         and not exists (
           select from reconciliation_match m where m.organization_id = $1 and m.source = w.source
             and m.account = w.account and m.row_key = w.row_key)
     )
     select n.source, n.account, n.row_key as "rowKey", n.amount_fen as "amountFen", n.currency,
            n.occurred_at as "occurredAt", n.fund_id as "fundId", n.id as "disbursementId",
            n.organization_id as "organizationId", c.id as "credentialId", t.credit_account_id as "paidFrom"
     from named n
     join lateral (select id from reconciliation_credential where account = n.account limit 1) c on true
     join lateral (
       select t.credit_account_id from transfer t
       where t.book_id = n.fund_id and t.subject_id = n.id and t.kind = 'disbursement-paid' and t.reverses_id is null
         and not exists (select from transfer r where r.book_id = t.book_id and r.reverses_id = t.id)
       limit 1) t on true
     where n.of_payment = 1 and n.of_row = 1 order by n.id`,
    [organizationId],
  );
  if (payments.length === 0) return 0;
  const outcomes = await postTransfers(
    tx,
    payments.flatMap((payment) => fromClearing(payment, now)),
  );
  invariant(!outcomes.includes("conflicting"), "a disbursement leaves one account");
  const column = <T>(pick: (payment: WalletPayment) => T): T[] => payments.map(pick);
  await tx.run(
    `with given as (
       select * from unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::int8[], $8::text[])
         as g(source, account, row_key, id, fen, fund_id)
     ), matched as (
       insert into reconciliation_match (organization_id, source, account, row_key, subject_kind, subject_id,
                                         amount_fen, matched_at)
       select $1, source, account, row_key, 'disbursement', id, fen, $2 from given on conflict do nothing
     )
     update disbursement d set bank_matched_at = $2 from given g
     where d.fund_id = g.fund_id and d.id = g.id and d.bank_matched_at is null`,
    [
      organizationId,
      now,
      column((payment) => payment.source),
      column((payment) => payment.account),
      column((payment) => payment.rowKey),
      column((payment) => payment.disbursementId),
      column((payment) => payment.amountFen),
      column((payment) => payment.fundId),
    ],
  );
  return payments.length;
}

/** The posting from the bank turned back, and the same from the provider's account. */
function fromClearing(payment: WalletPayment, now: Date): TransferInput[] {
  const { fundId, disbursementId, currency, credentialId, paidFrom, organizationId } = payment;
  const clearing = accountId("clearing", credentialId, currency);
  if (paidFrom !== accountId("bank", organizationId, currency)) return [];
  const common = {
    bookId: fundId,
    kind: "disbursement-paid" as const,
    amountFen: -payment.amountFen,
    currency,
    subjectId: disbursementId,
    factId: `${disbursementId}.paid-from-clearing`,
  };
  const committed = accountId("committed", fundId, currency);
  return [
    {
      ...common,
      id: transferIdOf("disbursement", disbursementId, "not-from-bank"),
      debitAccountId: paidFrom,
      creditAccountId: committed,
      occurredAt: now,
      reversesId: transferIdOf("disbursement", disbursementId, "paid"),
    },
    {
      ...common,
      id: transferIdOf("disbursement", disbursementId, "paid-from-clearing"),
      debitAccountId: committed,
      creditAccountId: clearing,
      occurredAt: payment.occurredAt,
    },
  ];
}
