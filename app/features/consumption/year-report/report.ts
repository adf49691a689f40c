/**
 * What an enterprise's year under its agreements came to. Amounts are fen, days YYYY-MM-DD in China. The names of
 * these fields are those of the JSON and CSV files: programs outside rely on them.
 */
export interface YearReport {
  /** Of this format; a change of meaning is a new number. */
  version: 1;
  enterprise: { slug: string; name: string; nameEn: string };
  year: number;
  currency: "CNY";
  /** The last moment at which one of these facts changed: the same facts give the same bytes. Null without facts. */
  asOf: Date | null;
  totals: YearTotals;
  months: MonthRow[];
  statements: StatementRow[];
  uses: UseRow[];
  receipts: ReceiptRow[];
  links: { merchant: string };
}

export interface YearTotals {
  orderCount: bigint;
  returnCount: bigint;
  /** Posted in the year: what became a promise to the charity. */
  promisedFen: bigint;
  statedFen: bigint;
  paidFen: bigint;
  dueFen: bigint;
  overdueFen: bigint;
  /** Statements to pay that are paid, or whose last day is over. */
  judgedCount: number;
  paidOnTimeCount: number;
  /** Of the money paid: paid out by the charities, and what of that reached people by their batches. */
  usedFen: bigint;
  /** Kept by payment providers, where the charity does not bear them: paid = used + unused + fees. */
  feesFen: bigint;
  deliveredFen: bigint;
  unusedFen: bigint;
}

/** What the sales of one month gave to one campaign. */
export interface MonthRow {
  campaign: string;
  campaignName: string;
  campaignNameEn: string;
  charity: string;
  charityName: string;
  charityNameEn: string;
  /** "2026-10" */
  month: string;
  orderCount: bigint;
  returnCount: bigint;
  promisedFen: bigint;
  changedAt: Date;
}

/** A statement about days of the year, with what was paid of it. */
export interface StatementRow {
  id: string;
  campaign: string;
  number: number;
  periodFrom: string;
  periodTo: string;
  amountFen: bigint;
  paidFen: bigint;
  payBy: string;
  paidOn: string | null;
  /** Null while it is neither paid nor late. */
  isOnTime: boolean | null;
  changedAt: Date;
}

/** A payment of a charity that the enterprise's money was part of. People are counted, never named. */
export interface UseRow {
  disbursementId: string;
  purpose: string;
  purposeEn: string;
  paidOn: string;
  /** Of the enterprise's money. */
  amountFen: bigint;
  /** The whole payment, also of others' money. */
  totalFen: bigint;
  deliveredFen: bigint;
  /** Reached by the whole payment; null where there are too few to tell in public, or none yet. */
  people: number | null;
}

/** A receipt issued to the enterprise, and what of it is for the year's statements. */
export interface ReceiptRow {
  billCode: string;
  billNo: string;
  issuedOn: string;
  amountFen: bigint;
  changedAt: Date;
}

/** The share of statements paid on time in basis points, rounded down; null where none can be judged. */
export function onTimeBp({ judgedCount, paidOnTimeCount }: YearTotals): number | null {
  return judgedCount === 0 ? null : Math.floor((paidOnTimeCount * 10_000) / judgedCount);
}
