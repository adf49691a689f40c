import { db } from "#app/lib/db.server.ts";

/** What the document names beside the terms: the parties' codes, the filing, and the accounts that versions pay into. */
export interface AgreementPapers {
  organizationUscc: string | null;
  organizationSlug: string;
  merchantUscc: string | null;
  filingNo: string | null;
  accounts: { id: string; bank: string; accountName: string; accountNo: string }[];
}

export async function papersOf(agreementId: string): Promise<AgreementPapers> {
  const [papers] = await db.rows<AgreementPapers>(
    `select o.uscc as "organizationUscc", o.slug as "organizationSlug", m.uscc as "merchantUscc",
            f.filing_no as "filingNo", coalesce((
              select json_agg(json_build_object('id', b.id, 'bank', b.bank, 'accountName', b.account_name,
                                                'accountNo', b.account_no))
              from bank_account b
              where b.id in (select (v.terms->>'bankAccountId')::uuid from consumption_agreement_version v
                             where v.agreement_id = a.id)), '[]') as accounts
     from consumption_agreement a
     join organization o on o.id = a.organization_id
     join organization m on m.id = a.merchant_id
     join fund f on f.id = a.fund_id
     where a.id = $1`,
    [agreementId],
  );
  if (!papers) throw new Response(null, { status: 404 });
  return papers;
}
