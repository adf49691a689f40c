import type { DimensionCode, IndicatorCode } from "./method.ts";
import type { DimensionReport, IndicatorReport, ReportBody } from "./score.ts";

export interface ReportChange {
  code: DimensionCode;
  /** Null: nothing was, or is, judged. */
  fromE4: number | null;
  toE4: number | null;
  indicators: { code: IndicatorCode; fromE4: number | null; toE4: number | null }[];
}

const valueE4 = (indicator: IndicatorReport | undefined) =>
  indicator?.status === "scored" ? indicator.valueE4 : null;

/** The dimensions that moved since the report before, the largest move first. Pure. */
export function reportChanges(before: ReportBody, now: ReportBody): ReportChange[] {
  if (before.methodVersion !== now.methodVersion) return [];
  return now.dimensions
    .flatMap((dimension): ReportChange[] => {
      const old = before.dimensions.find(({ code }) => code === dimension.code);
      const indicators = changedIndicators(old, dimension);
      const fromE4 = old?.scoreE4 ?? null;
      if (indicators.length === 0 && fromE4 === dimension.scoreE4) return [];
      return [{ code: dimension.code, fromE4, toE4: dimension.scoreE4, indicators }];
    })
    .sort((a, b) => Math.abs(deltaE4(b)) - Math.abs(deltaE4(a)));
}

/** How far a dimension moved; 0 where one side was not judged. */
export function deltaE4({ fromE4, toE4 }: { fromE4: number | null; toE4: number | null }): number {
  return fromE4 === null || toE4 === null ? 0 : toE4 - fromE4;
}

function changedIndicators(
  before: DimensionReport | undefined,
  now: DimensionReport,
): ReportChange["indicators"] {
  return now.indicators.flatMap((indicator) => {
    const fromE4 = valueE4(before?.indicators.find(({ code }) => code === indicator.code));
    const toE4 = valueE4(indicator);
    return fromE4 === toE4 ? [] : [{ code: indicator.code, fromE4, toE4 }];
  });
}
