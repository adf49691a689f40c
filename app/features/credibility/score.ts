import { canonicalJson, sha256Of } from "#app/lib/canonical-json.ts";
import { divideRounded, shareE4, squareRoot } from "./exact.ts";
import { INDICATORS, type Outcome } from "./indicators.ts";
import { type DutyInput, type EvidenceItem, parseInputs, type SnapshotInputs } from "./inputs.ts";
import {
  BANDS,
  type BandCode,
  CAPS,
  type CapCode,
  DIMENSIONS,
  type DimensionCode,
  FULL,
  type IndicatorCode,
  LEAST_COVERAGE_E4,
  METHOD_VERSION,
  OLD_BREAKS_ALLOWED_E4,
  ONE,
} from "./method.ts";

export type IndicatorReport = { code: IndicatorCode; weight: number; formula: string } & Outcome;

export interface DimensionReport {
  code: DimensionCode;
  weight: number;
  /** 0 to 1,000,000 for 0 to 100 points; null when nothing in it could be judged: its weight falls to the others. */
  scoreE4: number | null;
  indicators: IndicatorReport[];
}

/** A report as it is stored and published. Integers only: …E4 are ten-thousandths, …E2 hundredths. */
export interface ReportBody {
  methodVersion: string;
  takenAt: string;
  inputsSha256: string;
  organization: { slug: string; name: string; nameEn: string };
  scoreE2: number | null;
  band: BandCode;
  /** Before caps: the weighted mean and the distance score, half each. Null when nothing was judged. */
  meanE4: number | null;
  distanceE4: number | null;
  uncappedE2: number | null;
  coverageE4: number;
  caps: { code: CapCode; limitE2: number | null; source: string }[];
  dimensions: DimensionReport[];
  /** What was due in the window, one by one: the working of punctuality and completeness. */
  duties: DutyInput[];
  evidence: EvidenceItem[];
}

export interface Overall {
  meanE4: number;
  distanceE4: number;
  scoreE2: number;
}

/**
 * half the weighted mean + half of 100 − √(Σ w (100 − S)²), S at four decimals. Each division and the root are
 * rounded half up to a whole ten-thousandth, the result half up to a hundredth.
 */
export function overallOf(dimensions: readonly { weight: number; scoreE4: number | null }[]): Overall | null {
  const judged = dimensions.flatMap(({ weight, scoreE4 }) =>
    scoreE4 === null ? [] : [{ weight: BigInt(weight), score: BigInt(scoreE4) }],
  );
  if (judged.length === 0) return null;
  const full = BigInt(FULL);
  const weights = judged.reduce((sum, one) => sum + one.weight, 0n);
  const mean = divideRounded(
    judged.reduce((sum, one) => sum + one.weight * one.score, 0n),
    weights,
  );
  const meanSquare = divideRounded(
    judged.reduce((sum, one) => sum + one.weight * (full - one.score) ** 2n, 0n),
    weights,
  );
  const distance = full - squareRoot(meanSquare);
  // (mean + distance) ÷ 2 ÷ 100 in one division, so that it is rounded once.
  const scoreE2 = divideRounded(mean + distance, 200n);
  return { meanE4: Number(mean), distanceE4: Number(distance), scoreE2: Number(scoreE2) };
}

/** Everything a report says, out of its inputs alone. Pure and exact: the same inputs give the same bytes. */
export function reportOf(inputs: SnapshotInputs): ReportBody {
  const dimensions = DIMENSIONS.map((dimension): DimensionReport => {
    const indicators = dimension.indicators.map(
      ({ code, weight, formula }): IndicatorReport => ({
        code,
        weight,
        formula,
        ...INDICATORS[code](inputs),
      }),
    );
    return { code: dimension.code, weight: dimension.weight, scoreE4: dimensionE4(indicators), indicators };
  });
  const overall = overallOf(dimensions);
  const coverageE4 = coverageOf(dimensions);
  const caps = capsOf(inputs);
  const { band, scoreE2 } = rate(overall, coverageE4, caps);
  return {
    methodVersion: METHOD_VERSION,
    takenAt: inputs.takenAt,
    inputsSha256: factsSha256(inputs),
    organization: inputs.organization,
    scoreE2,
    band,
    meanE4: overall?.meanE4 ?? null,
    distanceE4: overall?.distanceE4 ?? null,
    uncappedE2: overall?.scoreE2 ?? null,
    coverageE4,
    caps,
    dimensions,
    duties: inputs.duties,
    evidence: inputs.evidence,
  };
}

/** The report's stored bytes out of a snapshot's stored bytes. */
export function recomputeReport(inputsText: string): string {
  return canonicalJson(reportOf(parseInputs(inputsText)));
}

/** Digest of the facts alone: two snapshots of the same facts at two times have the same one. */
export function factsSha256(inputs: SnapshotInputs): string {
  return sha256Of(canonicalJson({ ...inputs, takenAt: undefined }));
}

function dimensionE4(indicators: readonly IndicatorReport[]): number | null {
  let weights = 0;
  let sum = 0;
  for (const indicator of indicators) {
    if (indicator.status !== "scored") continue;
    weights += indicator.weight;
    sum += indicator.weight * indicator.valueE4;
  }
  return weights === 0 ? null : Number(divideRounded(BigInt(sum) * 100n, BigInt(weights)));
}

/** Weight with evidence ÷ weight that applies. What does not apply is in neither. */
function coverageOf(dimensions: readonly DimensionReport[]): number {
  let applies = 0;
  let evidenced = 0;
  for (const dimension of dimensions) {
    for (const indicator of dimension.indicators) {
      const weight = dimension.weight * indicator.weight;
      if (indicator.status !== "not-applicable") applies += weight;
      if (indicator.status === "scored") evidenced += weight;
    }
  }
  return applies === 0 ? 0 : shareE4(BigInt(evidenced), BigInt(applies));
}

function capsOf({ alerts, reconciliation }: SnapshotInputs): ReportBody["caps"] {
  const { statementFen, openOldFen } = reconciliation;
  const isUnreconciled =
    BigInt(openOldFen) * BigInt(ONE) > BigInt(statementFen) * BigInt(OLD_BREAKS_ALLOWED_E4) && openOldFen > 0;
  const holds: Record<CapCode, boolean> = {
    "serious-violation": alerts.isSeriousViolator,
    "abnormal-list": alerts.isOnAbnormalList,
    penalty: alerts.penalties > 0,
    "annual-report-missing": alerts.annualReportsMissing > 0,
    unreconciled: isUnreconciled,
  };
  return CAPS.filter((cap) => holds[cap.code]).map((cap) => ({ ...cap }));
}

function rate(
  overall: Overall | null,
  coverageE4: number,
  caps: ReportBody["caps"],
): { band: BandCode; scoreE2: number | null } {
  if (caps.some((cap) => cap.limitE2 === null)) return { band: "alert", scoreE2: null };
  if (!overall || coverageE4 < LEAST_COVERAGE_E4) return { band: "insufficient", scoreE2: null };
  const scoreE2 = caps.reduce((score, cap) => Math.min(score, cap.limitE2 ?? score), overall.scoreE2);
  const band = BANDS.find(({ fromE2 }) => scoreE2 >= fromE2)?.code ?? "weak";
  return { band, scoreE2 };
}
