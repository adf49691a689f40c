import { db } from "#app/lib/db.server.ts";

export interface InvoiceView {
  id: string;
  code: string;
  number: string;
  amountFen: bigint;
  issuedOn: string;
  seller: string;
  struckAt: Date | null;
}

/** The invoices of a disbursement of one of these organizations, struck ones too, in the order of recording. */
export async function invoicesOf(
  disbursementId: string,
  organizationIds: readonly string[],
): Promise<InvoiceView[]> {
  return db.rows<InvoiceView>(
    `select id, code, number, amount_fen as "amountFen", issued_on as "issuedOn", seller, struck_at as "struckAt"
     from invoice where fund_id = substr($1, 2, 8) and disbursement_id = $1 and organization_id = any($2)
     order by recorded_at, id`,
    [disbursementId, organizationIds],
  );
}
