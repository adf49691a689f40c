import { describe, expect, it } from "vitest";
import {
  addMonths,
  type DutyFund,
  type DutyOrganization,
  dutiesOf,
  dutyRule,
} from "#app/features/disclosures/duties.ts";

const TODAY = "2026-11-22";

const campaign: DutyFund = {
  id: "f1",
  kind: "project",
  state: "open",
  isPublicCampaign: true,
  startsOn: "2026-03-01",
  endsOn: "2027-02-28",
  filingFrom: "2026-03-01",
  filingTo: "2027-02-28",
};
const charity = (...funds: DutyFund[]): DutyOrganization => ({
  id: "o1",
  registeredOn: "2001-01-01",
  isCharity: true,
  funds,
});

/** Readable rows: day, kind, period. */
const rows = (organization: DutyOrganization, today = TODAY) =>
  dutiesOf(organization, today)
    .map((duty) => `${duty.dueOn} ${duty.kind} ${duty.period}`)
    .sort();

describe("dutiesOf", () => {
  it("asks for a filing ten days before, progress every three months, a report at the end, and the year's papers", () => {
    expect(rows(charity(campaign))).toEqual([
      "2026-02-19 filing 2026-03-01",
      "2026-05-31 annual-report 2025",
      "2026-05-31 related-parties 2025",
      "2026-06-01 progress 1",
      "2026-09-01 progress 2",
      "2026-12-01 progress 3",
    ]);
    expect(rows(charity(campaign), "2027-03-15")).toContain("2027-05-28 end-report end");
  });

  it("asks a campaign of six months or less for no progress report", () => {
    const short = { ...campaign, startsOn: "2026-04-01", endsOn: "2026-10-01" };
    const kinds = dutiesOf(charity(short), TODAY).map((duty) => duty.kind);
    expect(kinds).not.toContain("progress");
    expect(kinds).toContain("end-report");
    const longer = { ...short, endsOn: "2026-10-02" };
    expect(dutiesOf(charity(longer), TODAY).map((duty) => duty.kind)).toContain("progress");
  });

  it("asks nothing of a draft or of a fund that does not raise publicly, and a trust for its yearly report", () => {
    expect(rows(charity({ ...campaign, state: "draft" }))).toHaveLength(2);
    expect(rows(charity({ ...campaign, isPublicCampaign: false }))).toHaveLength(2);
    const trust = { ...campaign, kind: "trust", isPublicCampaign: false, startsOn: "2024-01-01" };
    expect(rows(charity(trust))).toContain("2026-03-31 trust-report 2025");
  });

  it("asks a charity registered this year for no papers about last year", () => {
    expect(rows({ id: "o1", registeredOn: "2026-02-01", isCharity: true, funds: [] })).toEqual([]);
  });

  it("asks a trust company for its trusts' reports alone", () => {
    const trust = { ...campaign, kind: "trust", isPublicCampaign: false, startsOn: "2024-01-01" };
    const company = { ...charity(trust), isCharity: false };
    expect(dutiesOf(company, TODAY).map((duty) => duty.kind)).toEqual(["trust-report"]);
  });

  it("names the article that was in force on the due day", () => {
    expect(dutyRule("progress", "2025-12-31")?.article).toBe("慈善法第七十九条");
    expect(dutyRule("progress", "2026-01-01")?.article).toContain("第81号");
    expect(dutyRule("annual-report", "2025-05-31")).toBeNull();
  });
});

describe("addMonths", () => {
  it("stays inside the month", () => {
    expect(addMonths("2025-11-30", 3)).toBe("2026-02-28");
    expect(addMonths("2023-11-30", 3)).toBe("2024-02-29");
    expect(addMonths("2026-01-31", 1)).toBe("2026-02-28");
    expect(addMonths("2026-10-15", 3)).toBe("2027-01-15");
  });
});
