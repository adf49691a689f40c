/** The parts of a report that are tables, each a CSV file; names and order of their columns are part of the format. */
export const REPORT_TABLES = {
  months: [
    "campaign",
    "campaignName",
    "campaignNameEn",
    "charity",
    "charityName",
    "charityNameEn",
    "month",
    "orderCount",
    "returnCount",
    "promisedFen",
  ],
  statements: [
    "id",
    "campaign",
    "number",
    "periodFrom",
    "periodTo",
    "amountFen",
    "paidFen",
    "payBy",
    "paidOn",
    "isOnTime",
  ],
  uses: [
    "disbursementId",
    "purpose",
    "purposeEn",
    "paidOn",
    "amountFen",
    "totalFen",
    "deliveredFen",
    "people",
  ],
  receipts: ["billCode", "billNo", "issuedOn", "amountFen"],
} as const;
export type ReportTable = keyof typeof REPORT_TABLES;
export const REPORT_TABLE_NAMES = [
  "months",
  "statements",
  "uses",
  "receipts",
] as const satisfies ReportTable[];

export const isReportTable = (text: string): text is ReportTable => Object.hasOwn(REPORT_TABLES, text);

/**
 * What of the report another standard asks for by name. Only what is sure: GRI 201-1 (2016) counts voluntary
 * donations paid in the period as "community investments" within economic value distributed. Nothing else is mapped:
 * GRI 413 asks about an enterprise's operations, which this report knows nothing of, and the exchanges' guidelines of
 * 2024 ask for contributions to society in the enterprise's own words.
 */
export const MAPPED_FIELDS = [
  { field: "totals.paidFen", standard: "GRI 201-1 (2016)", item: "community investments" },
] as const;
