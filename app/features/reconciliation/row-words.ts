const ROW_KINDS = [
  "payment",
  "refund",
  "fee",
  "payout",
  "transfer-out",
  "transfer-in",
  "adjustment",
] as const;
const SUBJECT_KINDS = [
  "payment",
  "refund",
  "dispute",
  "payout",
  "transit",
  "fee",
  "disbursement",
  "disbursement-return",
  "batch",
  "quarantine",
  "money-record",
  "write-off",
] as const;

/** Whether a row's kind has a word in the dictionary. */
export function isRowKind(kind: string): kind is (typeof ROW_KINDS)[number] {
  return (ROW_KINDS as readonly string[]).includes(kind);
}

/** The same for what a row was matched to. */
export function isSubjectKind(kind: string | null): kind is (typeof SUBJECT_KINDS)[number] {
  return kind !== null && (SUBJECT_KINDS as readonly string[]).includes(kind);
}
