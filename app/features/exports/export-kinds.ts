import type { MemberRole } from "#app/features/identity/roles.ts";

/** Who may export their own organization's records. */
export const EXPORT_ROLES = ["charity-clerk", "charity-approver", "trustee"] as const satisfies MemberRole[];

export const EXPORT_KINDS = ["gifts", "disbursements", "refunds", "ledger", "receipts"] as const;
export type ExportKind = (typeof EXPORT_KINDS)[number];

/** Up to so many rows the file is streamed as it is asked for; above, a worker builds it. */
export const DIRECT_ROWS = 20_000;
/** A built file is kept so long, then only its row remains. */
export const KEPT_DAYS = 7;
export const MAX_RANGE_DAYS = 3_700;

export interface ExportRange {
  organizationId: string;
  kind: ExportKind;
  /** Days in China, both included. */
  fromDay: string;
  toDay: string;
  /** Names, e-mail addresses and telephones of donors, payers and payees. */
  withDonors: boolean;
}

export const isExportKind = (text: string): text is ExportKind =>
  (EXPORT_KINDS as readonly string[]).includes(text);
