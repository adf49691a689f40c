import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { changeBudget } from "#app/features/projects/change-budget.server.ts";
import type { ProjectFields } from "#app/features/projects/project-fields.ts";
import { askForRelease, releaseProject } from "#app/features/projects/release-project.server.ts";
import { createProject } from "#app/features/projects/save-project.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { makeOrganization, NOW } from "./books.ts";
import { makeMember, type SpendingPlace } from "./spending.ts";

export const projectFields = (over: Partial<ProjectFields> = {}): ProjectFields => ({
  title: "一餐热饭",
  titleEn: "A Hot Meal, Brought!",
  lead: "给山村独居老人送午餐",
  leadEn: "",
  story: "横山村的灶台**又热了**。",
  storyEn: "",
  projectNo: "",
  isPublicCampaign: false,
  beneficiaryGroup: "elderly",
  beneficiaries: "12 个村 80 岁以上独居老人",
  beneficiariesEn: "",
  category: "elderly",
  workingMode: "own-work",
  divisionCode: "330122",
  startsOn: "2026-01-01",
  endsOn: "2027-12-31",
  goalFen: null,
  surplus: "用于本县其他助老项目",
  surplusEn: "",
  amountHint: "",
  amountHintEn: "",
  ...over,
});

/** A small photograph. */
export const photo = (): Promise<Buffer> =>
  sharp({ create: { width: 800, height: 600, channels: 3, background: "#4a7a6a" } })
    .jpeg()
    .toBuffer();

/** A draft with its budget; `organizationId` of a place makes it one of that place's projects. */
export async function makeDraft(
  over: Partial<ProjectFields> = {},
  among?: SpendingPlace,
): Promise<
  SpendingPlace & { acting: { fundId: string; organizationId: string; userId: string; now: Date } }
> {
  const place = among ?? (await makeStaff());
  const fundId = newFundId();
  const { organizationId, clerkId } = place;
  const acting = { fundId, organizationId, userId: clerkId, now: NOW };
  const made = await createProject({ ...acting, formId: randomUUID(), fields: projectFields(over) });
  if (!made.ok) throw new Error(made.reason);
  const lines = [
    { purposeCode: null, name: "食材", nameEn: "Food", plannedFen: 1_000_000n },
    { purposeCode: null, name: "保温箱", nameEn: "Boxes", plannedFen: 500_000n },
  ];
  const budgeted = await changeBudget({ ...acting, formId: randomUUID(), lines, why: "" });
  if (!budgeted.ok) throw new Error(budgeted.reason);
  return { ...place, fundId, acting };
}

async function makeStaff(): Promise<SpendingPlace> {
  const { organizationId, credentialId } = await makeOrganization();
  return {
    organizationId,
    credentialId,
    fundId: "",
    clerkId: await makeMember(organizationId, "charity-clerk"),
    approverId: await makeMember(organizationId, "charity-approver"),
    secondApproverId: await makeMember(organizationId, "charity-approver"),
  };
}

/** The same, published by two people. */
export async function makeProject(over: Partial<ProjectFields> = {}, among?: SpendingPlace) {
  const project = await makeDraft(over, among);
  const asked = await askForRelease({ ...project.acting, releaseId: randomUUID() });
  const released = await releaseProject({ ...project.acting, userId: project.approverId });
  if (!asked.ok || !released.ok) throw new Error("not released");
  return project;
}
