import { db, type Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";

/** An account of the charity itself, as a payer writes it on a transfer. */
export interface TransferAccount {
  /** Our short name of the bank, see bank-names.ts. */
  bank: string;
  accountName: string;
  accountNo: string;
}

/** What a donor needs for a transfer. For the donor alone: the reference is theirs. */
export interface TransferDetails {
  accounts: TransferAccount[];
  reference: string;
  /** What was pledged. */
  amountFen: bigint;
  closesAt: Date | null;
}

/** Where to transfer a pledged gift; null if it is not given by transfer. */
export async function transferDetails(donationId: string, sql: Sql = db): Promise<TransferDetails | null> {
  const [row] = await sql.rows<TransferDetails>(
    `select d.reference, coalesce(d.pledged_fen, d.amount_fen) as "amountFen",
            (select max(p.expires_at) from payment p where p.fund_id = d.fund_id and p.donation_id = d.id) as "closesAt",
            coalesce((select json_agg(json_build_object('bank', b.bank, 'accountName', b.account_name,
                                                        'accountNo', b.account_no) order by b.created_at, b.account_no)
                      from bank_account b where b.organization_id = d.organization_id
                        and b.confirmed_at is not null and b.closed_at is null), '[]') as accounts
     from donation d where d.fund_id = $1 and d.id = $2 and d.provider = 'offline'`,
    [fundIdOf(donationId, "d"), donationId],
  );
  return row ?? null;
}
