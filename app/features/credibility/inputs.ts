import { invariant } from "#app/lib/invariant.ts";
import type { AUDIT_E4, GovernanceCheck } from "./method.ts";

/** Where a figure comes from. `href` leads to it where the public may see it; masked shows only its digest. */
export interface EvidenceItem {
  id: string;
  type: "register" | "fund" | "disclosure" | "document" | "voucher" | "statement";
  title: string;
  titleEn: string;
  sha256: string | null;
  source: string;
  /** Day in China; null for what is read live, such as the ledger. */
  observedAt: string | null;
  visibility: "public" | "masked";
  href: string | null;
}

/** One duty that was due in the window. */
export interface DutyInput {
  taskId: string;
  kind: string;
  title: string;
  titleEn: string;
  /** Of the fund it is about; empty for the organization's own. */
  fundTitle: string;
  fundTitleEn: string;
  article: string;
  dueOn: string;
  publishedOn: string | null;
  /** Null: not published. */
  lateDays: number | null;
  requiredFields: number;
  filledFields: number;
  versions: number;
  /** Versions after the first without a correction note. */
  silentEdits: number;
  evidence: string | null;
}

/** What the score is computed from, and nothing else. Amounts in fen, all numbers whole, no personal data. */
export interface SnapshotInputs {
  methodVersion: string;
  /** RFC 3339. Nothing in the score depends on it: what depends on the day is worked out before. */
  takenAt: string;
  organization: { slug: string; name: string; nameEn: string };
  evidence: EvidenceItem[];
  registration: {
    isRegistered: boolean;
    raisesPublicly: boolean;
    isQualified: boolean;
    isTaxDeductible: boolean;
    /** The grade while it is valid. */
    assessment: string | null;
    evidence: string[];
  };
  filing: { publicFen: number; filedFen: number; evidence: string[] };
  duties: DutyInput[];
  spending: {
    deliveredFen: number;
    isFoundation: boolean;
    raisesPublicly: boolean;
    isFirstYear: boolean;
    incomeFen: number | null;
    netAssetsFen: number | null;
    isSelfClaim: boolean;
    evidence: string[];
  };
  admin: {
    year: number;
    adminFen: number;
    totalExpenseFen: number;
    isSelfClaim: boolean;
    evidence: string[];
  } | null;
  fundraising: {
    year: number;
    costFen: number;
    filedFen: number | null;
    /** Mean of the donations of up to three years before, and how many of them are known. */
    meanDonationsFen: number | null;
    donationYears: number;
    isSelfClaim: boolean;
    evidence: string[];
  } | null;
  audit: { opinion: keyof typeof AUDIT_E4; isSelfClaim: boolean; evidence: string[] } | null;
  reconciliation: {
    days: number;
    statementFen: number;
    openFen: number;
    openOldFen: number;
    evidence: string[];
  };
  tracing: {
    disbursements: number;
    disbursedFen: number;
    vouchedFen: number;
    deliveredFen: number;
    traceableFen: number;
    evidence: string[];
  };
  purpose: { checkedFen: number; outsideFen: number; evidence: string[] };
  idle: { balanceFen: number; idleFen: number; evidence: string[] };
  governance: {
    check: GovernanceCheck;
    passes: boolean | null;
    isSelfClaim: boolean;
    /** What was counted: meetings, or related of all directors. */
    count: number | null;
    outOf: number | null;
    evidence: string | null;
  }[];
  alerts: {
    isSeriousViolator: boolean;
    isOnAbnormalList: boolean;
    penalties: number;
    annualReportsMissing: number;
  };
}

/** Reads a stored snapshot. Only this program writes them, so another shape is a bug. */
export function parseInputs(text: string): SnapshotInputs {
  const inputs: SnapshotInputs = JSON.parse(text);
  invariant(typeof inputs.methodVersion === "string" && Array.isArray(inputs.duties), "a snapshot's shape");
  return inputs;
}
