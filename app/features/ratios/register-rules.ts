import type { MemberRole } from "#app/features/identity/roles.ts";

/** Who enters costs and yearly figures, and who may confirm them as the second person. */
export const REGISTER_ROLES = ["charity-clerk", "charity-approver"] as const satisfies MemberRole[];
export const REGISTER_APPROVER_ROLES = ["charity-approver"] as const satisfies MemberRole[];

export const MAX_VOUCHER_BYTES = 10 * 1024 * 1024;
export const MAX_COST_FEN = 100_000_000_000n;
/** A year's figure: ten thousand million yuan. */
export const MAX_YEAR_FEN = 1_000_000_000_000n;
export const MAX_WEIGHT = 1_000_000;
/** Books are kept ten years (会计档案管理办法); older figures decide nothing here. */
export const OLDEST_BOOKS_YEARS = 10;

export type Decision = "confirmed" | "rejected";

/** A file that proves an entry, as it was sent. */
export interface SentFile {
  name: string;
  content: Uint8Array;
}
