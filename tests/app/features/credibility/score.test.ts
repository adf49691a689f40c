import { describe, expect, it } from "vitest";
import { divideRounded, shareE4, squareRoot } from "#app/features/credibility/exact.ts";
import { punctualityE4 } from "#app/features/credibility/indicators.ts";
import type { SnapshotInputs } from "#app/features/credibility/inputs.ts";
import { AUDIT_E4, DIMENSIONS, FULL } from "#app/features/credibility/method.ts";
import { factsSha256, overallOf, recomputeReport, reportOf } from "#app/features/credibility/score.ts";
import { canonicalJson } from "#app/lib/canonical-json.ts";
import { duty, fullInputs } from "./inputs.ts";

const weights = DIMENSIONS.map(({ weight }) => weight);
const points = (scores: readonly number[]) =>
  weights.map((weight, at) => ({ weight, scoreE4: Math.round((scores[at] ?? 0) * 10_000) }));
const scoreIn = (inputs: SnapshotInputs, code: string) => {
  const found = reportOf(inputs)
    .dimensions.flatMap((dimension) => dimension.indicators)
    .find((indicator) => indicator.code === code);
  return found?.status === "scored" ? found.valueE4 : found?.status;
};

describe("the method's table", () => {
  it("has weights that add up to 100, overall and in each dimension", () => {
    expect(weights).toEqual([15, 25, 20, 20, 10, 10]);
    for (const { indicators } of DIMENSIONS) {
      expect(indicators.reduce((sum, { weight }) => sum + weight, 0)).toBe(100);
    }
  });
});

describe("overallOf", () => {
  it("gives the published test vectors", () => {
    expect(overallOf(points([90, 90, 90, 90, 90, 90]))?.scoreE2).toBe(9_000);
    expect(overallOf(points([100, 100, 0, 100, 100, 100]))?.scoreE2).toBe(6_764);
    expect(overallOf(points([96, 94.8, 98.8, 94.68, 60, 78.4]))).toEqual({
      meanE4: 906_360,
      distanceE4: 851_082,
      scoreE2: 8_787,
    });
    expect(overallOf(points([100, 100, 100, 100, 100, 100]))?.scoreE2).toBe(10_000);
    expect(overallOf(points([0, 0, 0, 0, 0, 0]))?.scoreE2).toBe(0);
  });

  it("leaves out what could not be judged and lets the others carry its weight", () => {
    const some = [...points([90, 90, 90, 90, 90]).slice(0, 5), { weight: 10, scoreE4: null }];
    expect(overallOf(some)?.scoreE2).toBe(9_000);
    expect(overallOf(weights.map((weight) => ({ weight, scoreE4: null })))).toBeNull();
  });
});

describe("exact arithmetic", () => {
  it("takes the nearest whole root, also far beyond 2^53", () => {
    const random = randomNumbers(7);
    for (let i = 0; i < 2_000; i += 1) {
      const n = BigInt(random(2 ** 30)) * BigInt(random(2 ** 30)) + BigInt(random(1_000));
      const r = squareRoot(n);
      // |r − √n| ≤ ½ exactly when r² − r < n ≤ r² + r.
      expect(n <= r * r + r && (r === 0n || n > r * r - r)).toBe(true);
    }
    expect([0n, 1n, 2n, 3n, 4n, 6n, 7n].map(squareRoot)).toEqual([0n, 1n, 1n, 2n, 2n, 2n, 3n]);
    expect(squareRoot(BigInt(FULL) ** 2n)).toBe(BigInt(FULL));
  });

  it("rounds half up and stays within 0 and 1", () => {
    expect([divideRounded(1n, 2n), divideRounded(5n, 10n), divideRounded(49n, 100n)]).toEqual([1n, 1n, 0n]);
    expect([shareE4(-5n, 10n), shareE4(20n, 10n), shareE4(1n, 3n)]).toEqual([0, 10_000, 3_333]);
  });

  it("writes keys in order and refuses fractions", () => {
    expect(canonicalJson({ b: [1, null], a: { d: "澄", c: true }, e: undefined })).toBe(
      '{"a":{"c":true,"d":"澄"},"b":[1,null]}',
    );
    expect(() => canonicalJson({ a: 0.5 })).toThrow(/not a safe integer/);
    expect(() => canonicalJson({ a: 2 ** 53 })).toThrow(/not a safe integer/);
  });
});

describe("indicators", () => {
  it("scores lateness as published: 15 days 0.6667, 3 days 0.7733, 90 days and never 0", () => {
    expect([0, 3, 15, 89, 90, 400, null].map(punctualityE4)).toEqual([10_000, 7_733, 6_667, 89, 0, 0, 0]);
    const twelve = [duty("a", 15), duty("b", 3), ...Array.from({ length: 10 }, (_, at) => duty(`c${at}`, 0))];
    expect(scoreIn(fullInputs({ duties: twelve }), "punctuality")).toBe(9_533);
  });

  it("counts only what reached people, from 0.8 of the least spend up to all of it", () => {
    const at = (deliveredFen: number) =>
      scoreIn(fullInputs({ spending: { ...fullInputs().spending, deliveredFen } }), "spending");
    expect([56_000, 63_000, 70_000, 90_000, 10_000].map(at)).toEqual([0, 5_000, 10_000, 10_000, 0]);
  });

  it("takes the cost of fundraising against the filed sum and the three per cent, whichever is less", () => {
    const at = (costFen: number, filedFen: number | null, meanDonationsFen: number | null) =>
      scoreIn(
        fullInputs({
          fundraising: {
            year: 2025,
            costFen,
            filedFen,
            meanDonationsFen,
            donationYears: 3,
            isSelfClaim: false,
            evidence: [],
          },
        }),
        "fundraising",
      );
    expect(at(2_000, 2_000, 100_000)).toBe(10_000);
    expect(at(3_000, 2_000, 100_000)).toBe(5_000);
    expect(at(3_000, 5_000, 50_000)).toBe(0);
    expect(at(3_000, null, null)).toBe("no-data");
  });

  it("lets small administration costs pass and takes off what is over", () => {
    const at = (adminFen: number) =>
      scoreIn(
        fullInputs({
          admin: { year: 2025, adminFen, totalExpenseFen: 400_000_000, isSelfClaim: false, evidence: [] },
        }),
        "admin",
      );
    expect([19_999_999, 52_000_000, 78_000_000, 104_000_000, 200_000_000].map(at)).toEqual([
      10_000, 10_000, 5_000, 0, 0,
    ]);
  });

  it("weighs what has been open for more than thirty days twice", () => {
    const at = (openFen: number, openOldFen: number) =>
      scoreIn(
        fullInputs({ reconciliation: { days: 9, statementFen: 1_000, openFen, openOldFen, evidence: [] } }),
        "reconciliation",
      );
    expect([at(0, 0), at(100, 0), at(100, 100), at(900, 900)]).toEqual([10_000, 9_000, 8_000, 0]);
  });

  it("gives half at most for the charity's own word, and nothing for a check without evidence", () => {
    const audit = { opinion: "standard", isSelfClaim: true, evidence: [] } as const;
    expect(scoreIn(fullInputs({ audit: { ...audit, evidence: [] } }), "audit")).toBe(5_000);
    const governance = fullInputs().governance.map((check, at) =>
      at < 2 ? { ...check, passes: null } : check,
    );
    expect(scoreIn(fullInputs({ governance }), "governance")).toBe(6_000);
    const nothing = fullInputs().governance.map((check) => ({ ...check, passes: null }));
    expect(scoreIn(fullInputs({ governance: nothing }), "governance")).toBe("no-data");
  });
});

describe("reportOf", () => {
  it("counts missing evidence against coverage, and not what does not apply", () => {
    const report = reportOf(fullInputs());
    // Missing: milestones and receipts (25 of delivery's 100), feedback (10). Corrections do not apply: 25 × 10.
    expect(report.coverageE4).toBe(Math.round((10_000 * (10_000 - 250 - 500 - 1_000)) / (10_000 - 250)));
    expect(report.band).toBe("excellent");
    expect(report.scoreE2).toBe(10_000);
    expect(report.dimensions.at(-1)?.scoreE4).toBeNull();
  });

  it("rates nothing where too little has evidence", () => {
    const nothing = fullInputs().governance.map((check) => ({ ...check, passes: null }));
    const report = reportOf(
      fullInputs({
        governance: nothing,
        admin: null,
        fundraising: null,
        audit: null,
        spending: { ...fullInputs().spending, incomeFen: null },
        reconciliation: { days: 0, statementFen: 0, openFen: 0, openOldFen: 0, evidence: [] },
      }),
    );
    expect(report).toMatchObject({ band: "insufficient", scoreE2: null });
    expect(report.coverageE4).toBeLessThan(6_000);
  });

  it("caps the score, and gives none to a serious violator", () => {
    const alerts = fullInputs().alerts;
    const scoreOf = (over: Partial<SnapshotInputs>) => {
      const { scoreE2, band, caps } = reportOf(fullInputs(over));
      return [scoreE2, band, ...caps.map((cap) => cap.code)];
    };
    expect(scoreOf({ alerts: { ...alerts, annualReportsMissing: 1 } })).toEqual([
      6_900,
      "fair",
      "annual-report-missing",
    ]);
    expect(scoreOf({ alerts: { ...alerts, penalties: 1, annualReportsMissing: 1 } })[0]).toBe(5_900);
    expect(scoreOf({ alerts: { ...alerts, isSeriousViolator: true } })).toEqual([
      null,
      "alert",
      "serious-violation",
    ]);
    const open = (openOldFen: number) => ({
      reconciliation: { days: 9, statementFen: 100_000, openFen: openOldFen, openOldFen, evidence: [] },
    });
    expect(scoreOf(open(1_000))).toHaveLength(2);
    expect(scoreOf(open(1_001))).toEqual([7_400, "fair", "unreconciled"]);
  });
});

describe("recomputeReport", () => {
  it("gives the same bytes for 200 generated snapshots, whatever the order of their keys", () => {
    const random = randomNumbers(42);
    for (let i = 0; i < 200; i += 1) {
      const inputs = randomInputs(random);
      const body = canonicalJson(reportOf(inputs));
      expect(recomputeReport(canonicalJson(inputs))).toBe(body);
      expect(recomputeReport(JSON.stringify(Object.fromEntries(Object.entries(inputs).reverse())))).toBe(
        body,
      );
    }
  });

  it("tells facts from the moment they were looked at", () => {
    const later = fullInputs({ takenAt: "2026-11-23T02:00:00.000Z" });
    expect(factsSha256(later)).toBe(factsSha256(fullInputs()));
    expect(factsSha256(fullInputs({ duties: [duty("t1", 1)] }))).not.toBe(factsSha256(fullInputs()));
  });

  it("keeps the bytes of this version for ever", () => {
    const late = fullInputs({ duties: [duty("a", 15), duty("b", null)], audit: null });
    const { scoreE2, meanE4, distanceE4, coverageE4 } = reportOf(late);
    expect({ scoreE2, meanE4, distanceE4, coverageE4 }).toMatchInlineSnapshot(`
      {
        "coverageE4": 7949,
        "distanceE4": 765781,
        "meanE4": 876556,
        "scoreE2": 8212,
      }
    `);
  });
});

/** Park and Miller's generator: the same numbers on every run. */
function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

function randomInputs(random: (below: number) => number): SnapshotInputs {
  const full = fullInputs();
  const part = (whole: number) => random(whole + 1);
  const publicFen = random(1_000_000_000);
  const disbursedFen = random(1_000_000_000);
  const opinions = Object.keys(AUDIT_E4) as (keyof typeof AUDIT_E4)[];
  return fullInputs({
    registration: {
      ...full.registration,
      isQualified: random(2) === 0,
      assessment: [null, "2A", "3A", "4A"][random(4)] ?? null,
    },
    filing: { publicFen, filedFen: part(publicFen), evidence: [] },
    duties: Array.from({ length: random(20) }, (_, at) =>
      duty(`t${at}`, random(5) === 0 ? null : random(120)),
    ),
    spending: {
      ...full.spending,
      deliveredFen: disbursedFen,
      incomeFen: random(3) === 0 ? null : 1 + random(2_000_000_000),
    },
    audit:
      random(4) === 0
        ? null
        : { opinion: opinions[random(6)] ?? "none", isSelfClaim: random(2) === 0, evidence: [] },
    reconciliation: {
      days: 9,
      statementFen: 1 + random(1_000_000_000),
      openFen: random(10_000_000),
      openOldFen: random(10_000_000),
      evidence: [],
    },
    tracing: { ...full.tracing, disbursedFen, traceableFen: part(disbursedFen) },
    purpose: { checkedFen: disbursedFen, outsideFen: part(disbursedFen), evidence: [] },
    alerts: { ...full.alerts, penalties: random(10) === 0 ? 1 : 0 },
  });
}
