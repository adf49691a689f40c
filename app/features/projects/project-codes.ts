/** 受益人群 of the national project form. The words are in the `projects` dictionary, `group_<code>`. */
export const BENEFICIARY_GROUPS = [
  "elderly",
  "children",
  "women",
  "disabled",
  "patients",
  "low-income",
  "disaster-hit",
  "everybody",
] as const;
export type BeneficiaryGroup = (typeof BENEFICIARY_GROUPS)[number];

/** 运作模式: `mode_<code>`. */
export const WORKING_MODES = ["own-work", "grants", "with-partners", "mixed"] as const;
export type WorkingMode = (typeof WORKING_MODES)[number];

/**
 * Funds that live as projects do: drafted, released by a second person, filed, paused and ended. A consumption campaign
 * has enterprises' agreements beside it.
 */
export type ProjectKind = "project" | "consumption";

/** Who may work on a project, and who may release one that another person asked to publish or to end. */
export const PROJECT_ROLES = ["charity-clerk", "charity-approver"] as const;
export const RELEASER_ROLES = ["charity-approver"] as const;

export type ProjectNoWarning = "format" | "other-organization";

/**
 * What is odd about a project number (项目编号): USCC + "P" + two digits of the year + three, "-n" for a part of one,
 * with the organization's own code in front. Real numbers that differ have been seen, so it warns and never refuses.
 */
export function projectNoWarning(projectNo: string, uscc: string | null): ProjectNoWarning | null {
  if (projectNo === "") return null;
  if (!/^[0-9A-HJ-NPQRTUWXY]{18}P\d{2}\d{3}(-\d+)?$/.test(projectNo)) return "format";
  return uscc !== null && !projectNo.startsWith(uscc) ? "other-organization" : null;
}
