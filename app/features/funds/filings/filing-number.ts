import { normalUscc } from "#app/features/organizations/uscc.ts";

/** USCC (18) + "A" + two digits of the year + three of the campaign: 24 characters (慈善中国). */
const FILING_NO = /^[0-9A-HJ-NPQRTUWXY]{18}A\d{5}$/;

export type FilingNoVerdict = "right" | "wrong-format" | "other-organization" | "no-uscc";

/** As people copy it from the ministry's page. */
export const normalFilingNo = (text: string): string => normalUscc(text);

/** Whether a normalized number can be a campaign of the organization with this credit code. */
export function checkFilingNo(filingNo: string, uscc: string | null): FilingNoVerdict {
  if (!FILING_NO.test(filingNo)) return "wrong-format";
  if (uscc === null) return "no-uscc";
  return filingNo.startsWith(uscc) ? "right" : "other-organization";
}
