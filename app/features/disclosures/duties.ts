import { addDays, dateOf, dayOf } from "#app/lib/time.ts";

/**
 * What a charity must publish, by when, and which article says so: one dated table. A rule applies to a due
 * day from `from` on; an older one of the same kind stays in the table for the days before.
 */
export const DUTY_KINDS = [
  "filing",
  "progress",
  "end-report",
  "trust-report",
  "annual-report",
  "related-parties",
] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

export function isDutyKind(text: string): text is DutyKind {
  return (DUTY_KINDS as readonly string[]).includes(text);
}

interface DutyRule {
  kind: DutyKind;
  /** First due day that this version of the rule governs. */
  from: string;
  article: string;
  articleEn: string;
}

const RULES: readonly DutyRule[] = [
  {
    kind: "filing",
    from: "2024-09-05",
    article: "慈善法第二十四条；公开募捐管理办法（民政部令第74号）第十一条",
    articleEn: "Charity Law Art. 24; Order 74 Art. 11",
  },
  {
    kind: "progress",
    from: "2024-09-05",
    article: "慈善法第七十九条",
    articleEn: "Charity Law Art. 79",
  },
  {
    kind: "progress",
    from: "2026-01-01",
    article: "慈善法第七十九条；信息公开办法（民政部令第81号）第八条",
    articleEn: "Charity Law Art. 79; Order 81 Art. 8",
  },
  {
    kind: "end-report",
    from: "2024-09-05",
    article: "慈善法第七十九条",
    articleEn: "Charity Law Art. 79",
  },
  {
    kind: "end-report",
    from: "2026-01-01",
    article: "慈善法第七十九条；信息公开办法（民政部令第81号）第八条",
    articleEn: "Charity Law Art. 79; Order 81 Art. 8",
  },
  {
    kind: "trust-report",
    from: "2017-07-26",
    article: "慈善信托管理办法第五十八条",
    articleEn: "Charitable Trust Measures Art. 58",
  },
  {
    kind: "annual-report",
    from: "2026-01-01",
    article: "信息公开办法（民政部令第81号）第六条",
    articleEn: "Order 81 Art. 6",
  },
  {
    kind: "related-parties",
    from: "2026-01-01",
    article: "信息公开办法（民政部令第81号）第十五条",
    articleEn: "Order 81 Art. 15",
  },
];

/** The rule of a kind that governs a due day; null before the first one was in force. */
export function dutyRule(kind: DutyKind, dueOn: string): DutyRule | null {
  return RULES.findLast((rule) => rule.kind === kind && rule.from <= dueOn) ?? null;
}

/** What an entry of each kind must say; the clerk fills each part, and completeness counts them. */
export const DUTY_FIELDS = {
  filing: ["filingNo", "period"],
  progress: ["received", "used", "next"],
  "end-report": ["received", "used", "unused", "partners"],
  "trust-report": ["affairs", "finances"],
  "annual-report": ["activities", "assets", "projects", "fundraisingCost", "pay", "audit"],
  "related-parties": ["parties", "changes"],
} as const satisfies Record<DutyKind, readonly string[]>;
export type DutyField = (typeof DUTY_FIELDS)[DutyKind][number];

/** Filed this many days before a campaign starts (Order 74 Art. 11). */
const FILING_LEAD_DAYS = 10;
/** A campaign longer than this reports progress (慈善法 Art. 79). */
const LONG_CAMPAIGN_MONTHS = 6;
const PROGRESS_EVERY_MONTHS = 3;
const END_REPORT_MONTHS = 3;
/** Annual report and related-party list (Order 81 Art. 6, 15); trusts (慈善信托管理办法 Art. 58). */
const ANNUAL_DUE = "05-31";
const TRUST_DUE = "03-31";

/** How far ahead duties are listed, and how far back they are written down when a charity joins. */
const AHEAD_DAYS = 120;
const BACK_DAYS = 400;

export interface DutyFund {
  id: string;
  kind: string;
  state: string;
  isPublicCampaign: boolean;
  startsOn: string | null;
  endsOn: string | null;
  filingFrom: string | null;
  filingTo: string | null;
}

export interface DutyOrganization {
  id: string;
  registeredOn: string | null;
  /** Annual report and related-party list are a charity's own; a trust company only reports its trusts. */
  isCharity: boolean;
  funds: readonly DutyFund[];
}

export interface Duty {
  fundId: string | null;
  kind: DutyKind;
  /** What makes it the same duty when its day moves: the year, the number of the progress report. */
  period: string;
  title: string;
  titleEn: string;
  dueOn: string;
  article: string;
}

type Draft = Omit<Duty, "article">;

/** Every duty of an organization and its funds that is due around `today`. Pure. */
export function dutiesOf(organization: DutyOrganization, today: string): Duty[] {
  const published = organization.funds.filter((fund) => fund.state !== "draft");
  const drafts = [
    ...annualDuties(organization, today),
    ...published.flatMap((fund) => fundDuties(fund, today)),
  ];
  return drafts.flatMap((draft) => {
    const isNear = draft.dueOn <= addDays(today, AHEAD_DAYS) && draft.dueOn >= addDays(today, -BACK_DAYS);
    const rule = dutyRule(draft.kind, draft.dueOn);
    return isNear && rule ? [{ ...draft, article: rule.article }] : [];
  });
}

function annualDuties({ registeredOn, isCharity }: DutyOrganization, today: string): Draft[] {
  if (!isCharity) return [];
  return nearYears(today).flatMap((year): Draft[] => {
    const about = year - 1;
    const dueOn = `${year}-${ANNUAL_DUE}`;
    if (registeredOn !== null && registeredOn > `${about}-12-31`) return [];
    const period = String(about);
    return [
      {
        fundId: null,
        kind: "annual-report",
        period,
        title: `${about} 年年度工作报告和财务会计报告`,
        titleEn: `Annual work report and financial report, ${about}`,
        dueOn,
      },
      {
        fundId: null,
        kind: "related-parties",
        period,
        title: `${about} 年关联方清单`,
        titleEn: `List of related parties, ${about}`,
        dueOn,
      },
    ];
  });
}

function fundDuties(fund: DutyFund, today: string): Draft[] {
  if (fund.kind === "trust") return trustDuties(fund, today);
  if (!fund.isPublicCampaign) return [];
  const startsOn = fund.startsOn ?? fund.filingFrom;
  const endsOn = fund.endsOn ?? fund.filingTo;
  const drafts: Draft[] = [];
  if (startsOn) {
    drafts.push({
      fundId: fund.id,
      kind: "filing",
      period: startsOn,
      title: "募捐方案备案",
      titleEn: "Filing of the fundraising plan",
      dueOn: addDays(startsOn, -FILING_LEAD_DAYS),
    });
    drafts.push(...progressDuties(fund.id, startsOn, endsOn, today));
  }
  if (endsOn) {
    drafts.push({
      fundId: fund.id,
      kind: "end-report",
      period: "end",
      title: "募捐活动结束报告",
      titleEn: "Report at the end of the campaign",
      dueOn: addMonths(endsOn, END_REPORT_MONTHS),
    });
  }
  return drafts;
}

/** Every three months from the start; the last one before the end, after which the end report follows. */
function progressDuties(fundId: string, startsOn: string, endsOn: string | null, today: string): Draft[] {
  const longFrom = addMonths(startsOn, LONG_CAMPAIGN_MONTHS);
  if (endsOn !== null && endsOn <= longFrom) return [];
  const last = addDays(today, AHEAD_DAYS);
  const drafts: Draft[] = [];
  for (let nth = 1; ; nth += 1) {
    const dueOn = addMonths(startsOn, nth * PROGRESS_EVERY_MONTHS);
    if (dueOn > last || (endsOn !== null && dueOn >= endsOn)) return drafts;
    drafts.push({
      fundId,
      kind: "progress",
      period: String(nth),
      title: `第 ${nth} 次进展`,
      titleEn: `Progress report no. ${nth}`,
      dueOn,
    });
  }
}

function trustDuties(fund: DutyFund, today: string): Draft[] {
  return nearYears(today).flatMap((year): Draft[] => {
    const about = year - 1;
    if (fund.startsOn !== null && fund.startsOn > `${about}-12-31`) return [];
    return [
      {
        fundId: fund.id,
        kind: "trust-report",
        period: String(about),
        title: `${about} 年信托事务处理和财产状况报告`,
        titleEn: `Report on the trust's affairs and property, ${about}`,
        dueOn: `${year}-${TRUST_DUE}`,
      },
    ];
  });
}

function nearYears(today: string): number[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1];
}

/** Whole months later; 30 November plus three months is the last day of February. */
export function addMonths(day: string, months: number): string {
  const start = dateOf(day);
  const moved = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + months, 1));
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(start.getUTCDate(), lastDay));
  return dayOf(moved);
}
