import { createHash } from "node:crypto";
import type { GovernanceInput } from "#app/features/credibility/governance.ts";
import type { SeedClock } from "./clock.ts";
import { Draw } from "./random.ts";

type Source = "registrar" | "auditor" | "supervisor" | "self";

/** Facts of governance as a charity reports them, each with its evidence. Most do well; some have gaps. */
export function governanceOf(slug: string, clock: SeedClock): GovernanceInput {
  const draw = new Draw("governance", slug);
  const year = Number(clock.today.slice(0, 4)) - 1;
  const isCareful =
    ["tonglu-charity", "haining-charity", "hangzhou-charity", "fuchun-education"].includes(slug) ||
    draw.chance(0.4);
  const proof = (id: string, title: string, titleEn: string, source: Source, observedOn: string) => ({
    id: `${slug}-${id}-${year}`,
    title: `${title}（演示）`,
    titleEn: `${titleEn} (demo)`,
    source,
    observedOn,
    sha256: createHash("sha256").update(`${slug} ${id} ${year}`).digest("hex"),
  });
  const audited = proof(
    "audit",
    `${year} 年审计报告`,
    `Audit report ${year}`,
    "auditor",
    `${year + 1}-05-${draw.whole(10, 28)}`,
  );
  const directors = draw.pick([7, 9, 11, 13]);
  const income = draw.whole(900_000, 6_000_000) * 100;
  const spent = Math.round(income * (isCareful ? 0.82 : 0.69));
  const registered = proof(
    "inspection",
    "年度检查结论",
    "Annual inspection",
    "registrar",
    `${year + 1}-07-15`,
  );
  return {
    boardMeetingsPerYear: {
      value: isCareful ? 3 : draw.whole(1, 2),
      evidence: proof(
        "minutes",
        "理事会会议纪要",
        "Minutes of the board",
        isCareful ? "supervisor" : "self",
        `${year}-12-20`,
      ),
    },
    relatedDirectorsShare: {
      value: { related: isCareful ? 1 : Math.ceil(directors / 3), directors },
      evidence: proof("directors", "理事名册", "List of directors", "registrar", `${year + 1}-03-08`),
    },
    ...(isCareful || draw.chance(0.4)
      ? {
          supervisorReport: {
            value: true,
            evidence: proof(
              "supervisors",
              "监事会报告",
              "Supervisors' report",
              "supervisor",
              `${year + 1}-04-18`,
            ),
          },
        }
      : {}),
    conflictPolicy: {
      value: isCareful || draw.chance(0.6),
      evidence: proof("conflicts", "利益冲突制度", "Conflict of interest policy", "self", `${year}-06-01`),
    },
    ...(draw.chance(0.85)
      ? {
          relatedPartyDisclosed: {
            value: isCareful,
            evidence: proof(
              "related",
              "关联交易专项说明",
              "Special report on related dealings",
              "auditor",
              `${year + 1}-05-20`,
            ),
          },
        }
      : {}),
    auditOpinion: {
      value: slug === "shuangxi-river" ? "qualified" : isCareful ? "standard" : "emphasis",
      evidence: audited,
    },
    yearBooks: [
      {
        value: {
          year,
          totalIncomeFen: income,
          donationIncomeFen: Math.round(income * 0.86),
          totalExpenseFen: spent,
          adminExpenseFen: Math.round(spent * (isCareful ? 0.055 : 0.11)),
          fundraisingCostFen: Math.round(income * 0.018),
          filedFundraisingCostFen: Math.round(income * 0.025),
          yearEndNetAssetsFen: Math.round(income * 0.4),
        },
        evidence: audited,
      },
      {
        value: {
          year: year - 1,
          totalIncomeFen: Math.round(income * 0.9),
          yearEndNetAssetsFen: Math.round(income * 0.35),
        },
        evidence: proof(
          "audit-before",
          `${year - 1} 年审计报告`,
          `Audit report ${year - 1}`,
          "auditor",
          `${year}-05-22`,
        ),
      },
    ],
    seriousViolation: { value: false, evidence: registered },
    abnormalList: { value: slug === "shanlu-service", evidence: registered },
    penalties: [],
  };
}
