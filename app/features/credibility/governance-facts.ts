import { addDays } from "#app/lib/time.ts";
import type { EvidenceList } from "./evidence-list.ts";
import type { Governance, GovernanceEvidence, YearBooks } from "./governance.ts";
import type { SnapshotInputs } from "./inputs.ts";
import { LEAST_BOARD_MEETINGS, PENALTY_MONTHS } from "./method.ts";

type Books = { value: YearBooks; evidence: GovernanceEvidence };
const isSelfClaim = (evidence: GovernanceEvidence) => evidence.source === "self";

/** The five checks; null where nothing shows it. */
export function governanceChecks(
  governance: Governance,
  evidence: EvidenceList,
): SnapshotInputs["governance"] {
  const { boardMeetingsPerYear, relatedDirectorsShare } = governance;
  const yesNo = (
    check: "supervisor-report" | "conflict-policy" | "related-parties",
    fact: Governance["conflictPolicy"],
  ) => ({
    check,
    passes: fact?.value ?? null,
    isSelfClaim: fact ? isSelfClaim(fact.evidence) : false,
    count: null,
    outOf: null,
    evidence: fact ? evidence.addDocument(fact.evidence) : null,
  });
  return [
    {
      check: "board-meetings",
      passes: boardMeetingsPerYear ? boardMeetingsPerYear.value >= LEAST_BOARD_MEETINGS : null,
      isSelfClaim: boardMeetingsPerYear ? isSelfClaim(boardMeetingsPerYear.evidence) : false,
      count: boardMeetingsPerYear?.value ?? null,
      outOf: null,
      evidence: boardMeetingsPerYear ? evidence.addDocument(boardMeetingsPerYear.evidence) : null,
    },
    {
      check: "independence",
      passes: relatedDirectorsShare
        ? relatedDirectorsShare.value.related * 3 <= relatedDirectorsShare.value.directors
        : null,
      isSelfClaim: relatedDirectorsShare ? isSelfClaim(relatedDirectorsShare.evidence) : false,
      count: relatedDirectorsShare?.value.related ?? null,
      outOf: relatedDirectorsShare?.value.directors ?? null,
      evidence: relatedDirectorsShare ? evidence.addDocument(relatedDirectorsShare.evidence) : null,
    },
    yesNo("supervisor-report", governance.supervisorReport),
    yesNo("conflict-policy", governance.conflictPolicy),
    yesNo("related-parties", governance.relatedPartyDisclosed),
  ];
}

/** Income, expense and costs out of the books of the newest full year that is known. */
export function bookFacts(
  governance: Governance,
  day: string,
  evidence: EvidenceList,
): Pick<SnapshotInputs, "admin" | "fundraising" | "audit"> & {
  base: Pick<SnapshotInputs["spending"], "incomeFen" | "netAssetsFen" | "isSelfClaim" | "evidence">;
} {
  const last = newestYear(governance.yearBooks, day);
  const { auditOpinion } = governance;
  const document = last ? [evidence.addDocument(last.evidence)] : [];
  return {
    base: {
      incomeFen: last?.value.totalIncomeFen ?? null,
      netAssetsFen: last?.value.yearEndNetAssetsFen ?? null,
      isSelfClaim: last ? isSelfClaim(last.evidence) : false,
      evidence: document,
    },
    admin: last ? adminFacts(last, document) : null,
    fundraising: last ? fundraisingFacts(last, governance.yearBooks, document) : null,
    audit: auditOpinion
      ? {
          opinion: auditOpinion.value,
          isSelfClaim: isSelfClaim(auditOpinion.evidence),
          evidence: [evidence.addDocument(auditOpinion.evidence)],
        }
      : null,
  };
}

export function penaltiesWithin(governance: Governance, day: string): number {
  const since = addDays(day, -Math.round(PENALTY_MONTHS * 30.4375));
  return governance.penalties.filter(({ value }) => value.decidedOn > since && value.decidedOn <= day).length;
}

function newestYear(books: readonly Books[], day: string): Books | null {
  const thisYear = Number(day.slice(0, 4));
  const full = books.filter(({ value }) => value.year < thisYear);
  return full.sort((a, b) => b.value.year - a.value.year)[0] ?? null;
}

function adminFacts({ value, evidence: source }: Books, evidence: string[]): SnapshotInputs["admin"] {
  const { year, adminExpenseFen, totalExpenseFen } = value;
  if (adminExpenseFen === undefined || totalExpenseFen === undefined) return null;
  return { year, adminFen: adminExpenseFen, totalExpenseFen, isSelfClaim: isSelfClaim(source), evidence };
}

function fundraisingFacts(
  { value, evidence: source }: Books,
  books: readonly Books[],
  evidence: string[],
): SnapshotInputs["fundraising"] {
  const { year, fundraisingCostFen, filedFundraisingCostFen } = value;
  if (fundraisingCostFen === undefined) return null;
  const before = books.flatMap(({ value: other }) =>
    other.year < year && other.year >= year - 3 && other.donationIncomeFen !== undefined
      ? [BigInt(other.donationIncomeFen)]
      : [],
  );
  const total = before.reduce((sum, fen) => sum + fen, 0n);
  return {
    year,
    costFen: fundraisingCostFen,
    filedFen: filedFundraisingCostFen ?? null,
    meanDonationsFen: before.length === 0 ? null : Number(total / BigInt(before.length)),
    donationYears: before.length,
    isSelfClaim: isSelfClaim(source),
    evidence,
  };
}
