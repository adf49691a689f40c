/**
 * What people do for an organization, as the audit trail names it: closed lists, so that every act has its
 * sentence in both languages (namespace `acts`, keys `act_<act>` and `subject_<kind>`).
 * One line each, in alphabetical order.
 */
export const ACTS = [
  "aid-announced",
  "aid-application-received",
  "aid-batch-delivered",
  "aid-batch-proposed",
  "aid-case-checked",
  "aid-case-reviewed",
  "aid-case-stopped",
  "aid-decision-confirmed",
  "aid-decision-proposed",
  "aid-decision-sent-back",
  "aid-list-uploaded",
  "aid-person-read",
  "aid-programme-closed",
  "aid-programme-opened",
  "aid-recovery-asked",
  "aid-recovery-linked",
  "aid-stop-list-run",
  "approval-rules-confirmed",
  "approval-rules-proposed",
  "approval-rules-refused",
  "board-decision-named",
  "consent-recorded",
  "consent-withdrawn",
  "delivery-confirmed",
  "disbursement-approved",
  "disbursement-paid",
  "disbursement-proposed",
  "disbursement-rejected",
  "disbursement-withdrawn",
  "duplicate-check-run",
  "duplicate-list-read",
  "evidence-attached",
  "invoice-recorded",
  "invoice-struck",
  "payee-set-aside",
  "payee-stopped",
  "payment-batch-cancelled",
  "payment-batch-prepared",
  "payment-batch-released",
  "payment-batch-result",
  "payment-batch-sent",
  "story-published",
  "story-unpublished",
  "work-begun",
] as const;
export type Act = (typeof ACTS)[number];

export const SUBJECT_KINDS = [
  "aid-announcement",
  "aid-case",
  "aid-list",
  "aid-programme",
  "aid-stop-list",
  "approval-rules",
  "consent",
  "disbursement",
  "duplicate-check",
  "payment-batch",
  "story",
  "work",
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Codes, days and figures: never a name, an account number or somebody's words. */
export type ActDetails = Record<string, string | number | bigint | boolean | null>;
