/**
 * Acts that were done before there was one table of acts, or whose own table keeps them: where each is found, so
 * that the audit trail shows them in the same order as all others. What is also in `organization_act`, with the
 * same moment, is shown from there alone.
 */
interface OlderSource {
  /** What stands after `from`; its main table is called x. */
  from: string;
  organization: string;
  subjectKind: string;
  subjectId: string;
  /** A moment and a person for each step of a row; a step that has not happened has no moment. */
  steps: readonly { act: string; at: string; by: string }[];
}

const step = <Act extends string>(act: Act, at: string, by: string) => ({
  act,
  at: `x.${at}`,
  by: `x.${by}`,
});

export const OLDER_SOURCES = [
  {
    from: "disbursement x",
    organization: "x.organization_id",
    subjectKind: "disbursement",
    subjectId: "x.id",
    steps: [
      step("disbursement-proposed", "proposed_at", "proposed_by_id"),
      step("disbursement-approved", "approved_at", "approved_by_id"),
      step("disbursement-rejected", "rejected_at", "rejected_by_id"),
      step("disbursement-withdrawn", "withdrawn_at", "proposed_by_id"),
      step("disbursement-paid", "paid_at", "paid_by_id"),
    ],
  },
  {
    from: "evidence x join disbursement d on d.fund_id = x.fund_id and d.id = x.disbursement_id",
    organization: "d.organization_id",
    subjectKind: "disbursement",
    subjectId: "x.disbursement_id",
    steps: [step("evidence-attached", "added_at", "added_by_id")],
  },
  {
    from: "beneficiary_batch x join disbursement d on d.fund_id = x.fund_id and d.id = x.disbursement_id",
    organization: "d.organization_id",
    subjectKind: "disbursement",
    subjectId: "x.disbursement_id",
    steps: [step("delivery-confirmed", "confirmed_at", "confirmed_by_id")],
  },
  {
    from: "disclosure_entry x join disclosure_task d on d.id = x.task_id",
    organization: "d.organization_id",
    subjectKind: "disclosure",
    subjectId: "x.task_id::text",
    steps: [
      {
        act: "disclosure-published",
        at: "case when x.version = 1 then x.published_at end",
        by: "x.published_by_id",
      },
      {
        act: "disclosure-corrected",
        at: "case when x.version > 1 then x.published_at end",
        by: "x.published_by_id",
      },
    ],
  },
  {
    from: "refund_request x",
    organization: "x.organization_id",
    subjectKind: "refund",
    subjectId: "x.id",
    steps: [
      step("refund-asked", "requested_at", "requested_by_id"),
      step("refund-approved", "approved_at", "approved_by_id"),
      step("refund-rejected", "rejected_at", "rejected_by_id"),
    ],
  },
  {
    from: "recorded_gift x",
    organization: "x.organization_id",
    subjectKind: "recorded-gift",
    subjectId: "x.id::text",
    steps: [
      step("gift-recorded", "recorded_at", "recorded_by_id"),
      step("gift-counted", "counted_at", "counted_by_id"),
      step("gift-withdrawn", "withdrawn_at", "withdrawn_by_id"),
      step("gift-banked", "banked_at", "banked_by_id"),
      step("gift-reversal-asked", "reversal_asked_at", "reversal_asked_by_id"),
      step("gift-reversed", "reversed_at", "reversed_by_id"),
    ],
  },
  {
    from: "day_closing x",
    organization: "x.organization_id",
    subjectKind: "day",
    subjectId: "x.day::text",
    steps: [
      step("day-signed", "signed_at", "signed_by_id"),
      step("day-closed", "closed_at", "closed_by_id"),
      step("day-reopened", "reopened_at", "reopened_by_id"),
    ],
  },
  {
    from: "giving_day x",
    organization: "x.organization_id",
    subjectKind: "giving-day",
    subjectId: "x.id::text",
    steps: [
      step("giving-day-set", "created_at", "created_by_id"),
      step("giving-day-cancelled", "cancelled_at", "cancelled_by_id"),
    ],
  },
  {
    from: "giving_alert x",
    organization: "x.organization_id",
    subjectKind: "alert",
    subjectId: "x.id::text",
    steps: [step("alert-handled", "handled_at", "handled_by_id")],
  },
  {
    from: "statement x",
    organization: "x.organization_id",
    subjectKind: "statement",
    subjectId: "x.id::text",
    steps: [
      {
        act: "statement-imported",
        at: "case when x.created_by_id is not null then x.created_at end",
        by: "x.created_by_id",
      },
    ],
  },
  {
    from: "reconciliation_suggestion x",
    organization: "x.organization_id",
    subjectKind: "suggestion",
    subjectId: "x.id::text",
    steps: [
      {
        act: "suggestion-decided",
        at: "case when x.decided_by_id is not null then x.decided_at end",
        by: "x.decided_by_id",
      },
    ],
  },
  {
    from: "api_key x",
    organization: "x.organization_id",
    subjectKind: "api-key",
    subjectId: "x.id::text",
    steps: [step("api-key-made", "created_at", "user_id"), step("api-key-revoked", "revoked_at", "user_id")],
  },
] as const satisfies readonly OlderSource[];

/** Tables with a row each act; the act's name is the prefix and the row's own word. */
export const OLDER_ACT_TABLES = [
  {
    table: "bank_account_act",
    subjectKind: "bank-account",
    subjectId: "x.account_id::text",
    prefix: "bank-account",
    word: "x.kind",
    at: "x.at",
    by: "x.user_id",
    row: "x.number::text",
  },
  {
    table: "credential_act",
    subjectKind: "channel",
    subjectId: "x.credential_id",
    prefix: "channel",
    word: "x.kind",
    at: "x.at",
    by: "x.user_id",
    row: "x.number::text",
  },
  {
    table: "quarantine_act",
    subjectKind: "quarantine",
    subjectId: "x.quarantine_id::text",
    prefix: "quarantine",
    word: "x.kind",
    at: "x.at",
    by: "x.by_id",
    row: "x.step::text",
  },
  {
    table: "break_act",
    subjectKind: "break",
    subjectId: "x.break_id::text",
    prefix: "break",
    word: "x.act",
    at: "x.acted_at",
    by: "x.actor_id",
    row: "x.id::text",
  },
] as const;

/** Acts that only older tables know, each with its sentence in the namespace `audit`. */
export const OLDER_ACTS = [
  "alert-handled",
  "bank-account-closed",
  "bank-account-confirmed",
  "bank-account-proposed",
  "break-assigned",
  "break-explained",
  "break-noted",
  "break-reopened",
  "break-write-off-approved",
  "break-write-off-refused",
  "break-write-off-requested",
  "channel-disabled",
  "channel-enabled",
  "channel-resealed",
  "channel-saved",
  "channel-secret-dropped",
  "channel-tested",
  "day-closed",
  "day-reopened",
  "day-signed",
  "gift-banked",
  "gift-counted",
  "gift-recorded",
  "gift-reversal-asked",
  "gift-reversed",
  "gift-withdrawn",
  "quarantine-approved",
  "quarantine-proposed",
  "quarantine-sent-back",
  "refund-approved",
  "refund-asked",
  "refund-rejected",
  "statement-imported",
  "suggestion-decided",
] as const;
export type OlderAct = (typeof OLDER_ACTS)[number];

/** What only older acts are about. */
export const OLDER_SUBJECT_KINDS = [
  "alert",
  "bank-account",
  "break",
  "channel",
  "day",
  "quarantine",
  "recorded-gift",
  "refund",
  "statement",
  "suggestion",
] as const;
export type OlderSubjectKind = (typeof OLDER_SUBJECT_KINDS)[number];
