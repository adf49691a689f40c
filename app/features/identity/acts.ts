/**
 * What people do for an organization, as the audit trail names it: closed lists, so that every act has its
 * sentence in both languages (namespace `acts`, keys `act_<act>` and `subject_<kind>`).
 * One line each, in alphabetical order.
 */
export const ACTS = ["work-begun"] as const;
export type Act = (typeof ACTS)[number];

export const SUBJECT_KINDS = ["work"] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** Codes, days and figures: never a name, an account number or somebody's words. */
export type ActDetails = Record<string, string | number | bigint | boolean | null>;
