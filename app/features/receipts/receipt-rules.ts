import { addDays, dateOf } from "#app/lib/time.ts";

/** What a rule says about issuing receipts from a day on. */
export interface ReceiptRule {
  from: string;
  /** Working days from the donor's request until the receipt is due. */
  dueWorkingDays: number;
  /** Working days within which it counts as punctual in the public indicator. */
  punctualWorkingDays: number;
  source: string;
  sourceEn: string;
  /** A statute says the number; otherwise it is practice and is shown as such. */
  isStatutory: boolean;
}

/**
 * 财综〔2024〕1号 says that a receipt is issued for every gift, but no number of days; five working days is
 * what finance departments and charities practise, ten is the design value of the public indicator.
 */
export const RECEIPT_RULES: readonly ReceiptRule[] = [
  {
    from: "2024-02-01",
    dueWorkingDays: 5,
    punctualWorkingDays: 10,
    source: "财综〔2024〕1号；天数为通行做法，不是法定期限",
    sourceEn: "Cai Zong [2024] No. 1; the number of days is practice, not statute",
    isStatutory: false,
  },
];

/** The rule in force on a day; the first one for days before it. */
export function receiptRule(day: string): ReceiptRule {
  const rule = [...RECEIPT_RULES].reverse().find(({ from }) => from <= day) ?? RECEIPT_RULES[0];
  if (!rule) throw new Error("the table of receipt rules is empty");
  return rule;
}

const isWorkingDay = (day: string) => ![0, 6].includes(dateOf(day).getUTCDay());

/** The day that is so many working days (Monday to Friday; public holidays are not known here) after another. */
export function addWorkingDays(day: string, count: number): string {
  let left = count;
  let at = day;
  while (left > 0) {
    at = addDays(at, 1);
    if (isWorkingDay(at)) left -= 1;
  }
  return at;
}

/** When the receipt for a request of this day is due. */
export function receiptDueOn(requestedOn: string): string {
  return addWorkingDays(requestedOn, receiptRule(requestedOn).dueWorkingDays);
}

/** Whether a receipt issued on this day counts as punctual for the public indicator. */
export function isPunctual(requestedOn: string, issuedOn: string): boolean {
  return issuedOn <= addWorkingDays(requestedOn, receiptRule(requestedOn).punctualWorkingDays);
}
