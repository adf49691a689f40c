import type { DutyDraft, DutyOrganization } from "./duty-facts.ts";
import type { DutyKind } from "./duty-kinds.ts";
import { yearlyDayOf } from "./duty-rules.ts";

type Title = (year: number) => readonly [zh: string, en: string];

const TITLES = {
  "annual-report": (year) => [
    `${year} 年年度工作报告和财务会计报告`,
    `Annual work report and financial report, ${year}`,
  ],
  "related-parties": (year) => [`${year} 年关联方清单`, `List of related parties, ${year}`],
  "foundation-report": (year) => [
    `${year} 年年度工作报告报送登记管理机关`,
    `Annual work report handed in to the registrar, ${year}`,
  ],
  "major-projects": (year) => [`${year} 年重大慈善项目`, `Major charity projects of ${year}`],
  "tax-report": (year) => [
    `${year} 年公益性捐赠税前扣除资格专项报告`,
    `Special report for the tax status, ${year}`,
  ],
  "trust-report": (year) => [
    `${year} 年信托事务处理和财产状况报告`,
    `Report on the trust's affairs and property, ${year}`,
  ],
} as const satisfies Partial<Record<DutyKind, Title>>;

/** What is owed once a year about the year before, by an organization and for each of its trusts. */
export function annualDuties(organization: DutyOrganization, today: string): DutyDraft[] {
  const { registeredOn, isCharity, form, funds } = organization;
  return nearYears(today).flatMap((year) => {
    const about = year - 1;
    const lastDay = `${about}-12-31`;
    const ofYear = (kind: keyof typeof TITLES, fundId: string | null = null): DutyDraft => ({
      fundId,
      eventId: null,
      kind,
      period: String(about),
      title: TITLES[kind](about)[0],
      titleEn: TITLES[kind](about)[1],
      dueOn: `${year}-${yearlyDayOf(kind)}`,
      coversFrom: `${about}-01-01`,
      coversTo: lastDay,
    });
    const trusts = funds
      .filter((fund) => fund.kind === "trust" && fund.state !== "draft")
      .filter((fund) => fund.startsOn === null || fund.startsOn <= lastDay)
      .map(
        (fund): DutyDraft => ({
          ...ofYear("trust-report", fund.id),
          ...(isCharity ? { who: "charity-trustee" as const } : {}),
        }),
      );
    const existed = registeredOn === null || registeredOn <= lastDay;
    if (!isCharity || !existed) return trusts;
    const raisesPublicly = held(organization.qualificationFrom, organization.qualificationTo, about);
    return [
      ...trusts,
      ofYear("annual-report"),
      ofYear("related-parties"),
      ...(form === "foundation" ? [ofYear("foundation-report")] : []),
      ...(raisesPublicly ? [] : [ofYear("major-projects")]),
      ...(held(organization.taxStatusFrom, organization.taxStatusTo, about) ? [ofYear("tax-report")] : []),
    ];
  });
}

/** Whether a qualification was in validity at the year's end. */
function held(from: string | null | undefined, to: string | null | undefined, year: number): boolean {
  const lastDay = `${year}-12-31`;
  return Boolean(from) && String(from) <= lastDay && (!to || to >= lastDay);
}

function nearYears(today: string): number[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1];
}
