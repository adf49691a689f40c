import type { OrganizationFacts, OrganizationPersonFacts } from "#app/features/organizations/facts.ts";

/** A director, unless told otherwise. */
export function director(name: string, over: Partial<OrganizationPersonFacts> = {}): OrganizationPersonFacts {
  return {
    name,
    office: "director",
    termFrom: "2024-03-01",
    termTo: "2029-02-28",
    isFullTime: false,
    isFromOutside: false,
    comesFrom: "",
    relativeOf: "",
    ...over,
  };
}

/** A sound record of a county's charity. */
export const CHARITY_FACTS: OrganizationFacts = {
  name: "清溪助学会（演示）",
  nameEn: "Clear Brook Schooling (demo)",
  kind: "charity",
  form: "association",
  uscc: "51330122MJ90000067",
  usccOverrideReason: null,
  registrar: "桐庐县民政局（演示）",
  divisionCode: "330122",
  registeredOn: "2019-04-02",
  qualification: { certificateNo: "浙桐民募字第 7 号", from: "2020-06-01", to: "2027-05-31" },
  taxStatus: { from: "2025-01-01", to: "2027-12-31" },
  assessment: { grade: "4A", announcedOn: "2024-09-10", validTo: "2029-12-31" },
  people: [
    director("方清", { office: "chair" }),
    director("程明"),
    director("鲁安", { comesFrom: "桐庐一中" }),
    director("石青"),
    director("姚和", { office: "supervisor" }),
    director("顾宁", { office: "secretary-general", isFullTime: true }),
  ],
  relatedParties: [{ name: "清溪书院（演示）", relation: "founder" }],
  contact: "0571-0000 0000",
  summary: "给山里的孩子找书、找老师。",
  summaryEn: "Books and teachers for children in the hills.",
};
