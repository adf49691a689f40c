import { FUND_ACCOUNT_KINDS, type FundAccountKind } from "#app/features/ledger/accounts.ts";
import { type FundLegSum, fundTermsOf } from "#app/features/ledger/fund-terms.ts";
import { db, type Sql } from "#app/lib/db.server.ts";
import type { YearFigures } from "./compute-ratios.ts";

/** What our ledger says of one calendar year of accounting days, in fen; money only, no goods, no trusts. */
export interface LedgerYear {
  year: number;
  /** Gifts less refunds. */
  donationIncomeFen: bigint;
  /** Gifts less refunds, and other income; what the organization covers itself is no income. */
  incomeFen: bigint;
  /** Paid out less what payees sent back. */
  paidFen: bigint;
  /** Kept by payment channels, whoever bears it. */
  channelFeesFen: bigint;
  /** Fund money and the organization's own at the end of the year. */
  netAssetsFen: bigint;
}

type YearLeg = Omit<FundLegSum, "account"> & { year: number; account: FundAccountKind | "operating" };

/** Each year in which the organization's books have rows, oldest first. */
export async function ledgerYears(organizationId: string, sql: Sql = db): Promise<LedgerYear[]> {
  const legs = await sql.rows<YearLeg>(
    `with own as (
       select a.id, a.kind from account a left join fund f on f.id = a.fund_id
       where a.organization_id = $1 and a.currency = 'CNY' and a.kind = any($2) and f.kind is distinct from 'trust'
     ), books as (
       select id from fund where organization_id = $1 union all select $1
     ), moved as (
       select t.kind, t.accounting_day, t.debit_account_id, t.credit_account_id, t.amount_fen
       from transfer t where t.book_id in (select id from books) and t.currency = 'CNY'
     ), legs as (
       select debit_account_id as id, kind, accounting_day, amount_fen as debit, 0::int8 as credit from moved
       union all select credit_account_id, kind, accounting_day, 0, amount_fen from moved
     )
     select extract(year from l.accounting_day)::int as year, o.kind as account, l.kind,
            sum(l.debit)::int8 as "debitFen", sum(l.credit)::int8 as "creditFen",
            count(*) filter (where l.debit > 0) as "debitCount", count(*) filter (where l.credit > 0) as "creditCount"
     from legs l join own o on o.id = l.id group by 1, 2, 3`,
    [organizationId, [...FUND_ACCOUNT_KINDS, "operating"]],
  );
  let netAssetsFen = 0n;
  return [...new Set(legs.map(({ year }) => year))]
    .sort((a, b) => a - b)
    .map((year) => {
      const own = legs.filter((leg) => leg.year === year);
      netAssetsFen += own.reduce((sum, leg) => sum + leg.creditFen - leg.debitFen, 0n);
      return { ...flowsOf(year, own), netAssetsFen };
    });
}

function flowsOf(year: number, legs: readonly YearLeg[]): Omit<LedgerYear, "netAssetsFen"> {
  const ofFunds = legs.flatMap((leg) =>
    leg.account === "operating" ? [] : [{ ...leg, account: leg.account }],
  );
  const terms = fundTermsOf(ofFunds);
  const net = (kind: string, account: string) =>
    legs
      .filter((leg) => leg.kind === kind && leg.account === account)
      .reduce((sum, leg) => sum + leg.creditFen - leg.debitFen, 0n);
  const donationIncomeFen = terms.raised - terms.refunded;
  const coverFen = net("cover-promised", "available");
  const borneFen = -net("provider-fee-borne", "operating") - net("provider-fee-borne-returned", "operating");
  return {
    year,
    donationIncomeFen,
    incomeFen: donationIncomeFen + terms.otherIn - terms.otherOut - coverFen,
    paidFen: terms.disbursed,
    channelFeesFen: terms.fees + borneFen,
  };
}

/** A ledger year as the base of a ratio: not audited, and marked so wherever it is used. */
export function figuresOfLedger(given: LedgerYear): YearFigures {
  return {
    year: given.year,
    source: "ledger",
    totalIncomeFen: given.incomeFen,
    restrictedLaterFen: 0n,
    releasedFen: 0n,
    donationIncomeFen: given.donationIncomeFen,
    netAssetsFen: given.netAssetsFen,
    totalExpenseFen: null,
    charitableSpendFen: given.paidFen,
    adminExpenseFen: null,
    fundraisingCostFen: null,
  };
}
