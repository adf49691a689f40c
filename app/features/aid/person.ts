/** Who an application is about: what is needed to look at it and to pay, and no more. Only ever sealed. */
export interface AidPerson {
  name: string;
  idNumber: string;
  phone: string;
  /** Village and house, for the visit. */
  address: string;
  /** Why help is needed, in the applicant's words. */
  need: string;
  /** Where the money goes; for a minor the guardian's account. */
  bank: string;
  accountNo: string;
  accountHolder: string;
  /** Of a minor. */
  guardianName: string;
  guardianPhone: string;
  /** Who filled it in for somebody: a neighbour, a station. */
  helperName: string;
  helperPhone: string;
}

/** What the sealed value is bound to: it opens in its own case alone. */
export const personPlace = (caseId: string): string => `aid-case:${caseId}`;
export const notePlace = (caseId: string, step: number): string => `aid-note:${caseId}:${step}`;
export const listPlace = (listId: string): string => `aid-list:${listId}`;

/** 张**: enough for a clerk to find a row, too little to publish. */
export function maskedName(name: string): string {
  const [first = ""] = name.trim();
  return `${first}**`;
}

export const maskedTail = (text: string): string => (text.length > 4 ? `****${text.slice(-4)}` : "****");
