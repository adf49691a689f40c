import type { SnapshotInputs } from "#app/features/credibility/inputs.ts";
import { METHOD_VERSION } from "#app/features/credibility/method.ts";

/** Inputs of a charity that does everything well; tests change what they are about. */
export function fullInputs(over: Partial<SnapshotInputs> = {}): SnapshotInputs {
  const check = (name: SnapshotInputs["governance"][number]["check"]) => ({
    check: name,
    passes: true,
    isSelfClaim: false,
    count: null,
    outOf: null,
    evidence: "document:a",
  });
  return {
    methodVersion: METHOD_VERSION,
    takenAt: "2026-11-22T02:00:00.000Z",
    organization: { slug: "chengxi", name: "澄溪县慈善总会", nameEn: "Chengxi Charity" },
    evidence: [],
    registration: {
      isRegistered: true,
      raisesPublicly: true,
      isQualified: true,
      isTaxDeductible: true,
      assessment: "5A",
      evidence: ["register:chengxi"],
    },
    filing: { publicFen: 100_000, filedFen: 100_000, evidence: ["fund:a"] },
    duties: [duty("t1", 0)],
    spending: {
      deliveredFen: 80_000,
      isFoundation: false,
      raisesPublicly: true,
      isFirstYear: false,
      incomeFen: 100_000,
      netAssetsFen: null,
      isSelfClaim: false,
      evidence: ["document:a"],
    },
    admin: {
      year: 2025,
      adminFen: 30_000_000,
      totalExpenseFen: 400_000_000,
      isSelfClaim: false,
      evidence: ["document:a"],
    },
    fundraising: {
      year: 2025,
      costFen: 1_000,
      filedFen: 2_000,
      meanDonationsFen: 100_000,
      donationYears: 3,
      isSelfClaim: false,
      evidence: ["document:a"],
    },
    audit: { opinion: "standard", isSelfClaim: false, evidence: ["document:a"] },
    reconciliation: { days: 100, statementFen: 1_000_000, openFen: 0, openOldFen: 0, evidence: [] },
    tracing: {
      disbursements: 3,
      disbursedFen: 90_000,
      vouchedFen: 90_000,
      deliveredFen: 90_000,
      traceableFen: 90_000,
      evidence: [],
    },
    purpose: { checkedFen: 90_000, outsideFen: 0, evidence: [] },
    idle: { balanceFen: 10_000, idleFen: 0, evidence: [] },
    governance: [
      check("board-meetings"),
      check("independence"),
      check("supervisor-report"),
      check("conflict-policy"),
      check("related-parties"),
    ],
    alerts: { isSeriousViolator: false, isOnAbnormalList: false, penalties: 0, annualReportsMissing: 0 },
    ...over,
  };
}

/** One duty that was due and published so many days late; null: never. */
export function duty(taskId: string, lateDays: number | null): SnapshotInputs["duties"][number] {
  return {
    taskId,
    kind: "progress",
    title: "第 1 次进展",
    titleEn: "Progress report no. 1",
    fundTitle: "一餐热饭",
    fundTitleEn: "A Hot Meal",
    article: "慈善法第七十九条",
    dueOn: "2026-08-31",
    publishedOn: lateDays === null ? null : "2026-09-01",
    lateDays,
    requiredFields: lateDays === null ? 0 : 3,
    filledFields: lateDays === null ? 0 : 3,
    versions: lateDays === null ? 0 : 1,
    silentEdits: 0,
    evidence: lateDays === null ? null : `disclosure:${taskId}:1`,
  };
}
