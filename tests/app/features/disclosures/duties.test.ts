import { describe, expect, it } from "vitest";
import { dutiesOf } from "#app/features/disclosures/duties.ts";
import type { DutyEvent, DutyFund, DutyOrganization } from "#app/features/disclosures/duty-facts.ts";
import { DUTY_KINDS } from "#app/features/disclosures/duty-kinds.ts";
import { DUTY_RULES, dutyRule } from "#app/features/disclosures/duty-rules.ts";
import { addMonths } from "#app/features/disclosures/month-days.ts";

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
const trust: DutyFund = { ...campaign, kind: "trust", isPublicCampaign: false, startsOn: "2024-01-01" };

const charity = (over: Partial<DutyOrganization> = {}): DutyOrganization => ({
  id: "o1",
  registeredOn: "2001-01-01",
  isCharity: true,
  qualificationFrom: "2016-09-01",
  funds: [],
  ...over,
});
const event = (kind: DutyEvent["kind"], occurredOn: string, fundId: string | null = null): DutyEvent => ({
  id: `${kind} ${occurredOn}`,
  kind,
  occurredOn,
  fundId,
});

/** Readable rows: day, kind, period; without the papers that every charity owes each year. */
const rows = (organization: DutyOrganization, today = TODAY) =>
  dutiesOf(organization, today)
    .filter(({ kind }) => kind !== "annual-report" && kind !== "related-parties")
    .map((duty) => `${duty.dueOn} ${duty.kind} ${duty.period}`)
    .sort();

describe("dutiesOf: a campaign", () => {
  it.each<[name: string, over: Partial<DutyFund>, today: string, expected: string[]]>([
    [
      "of a year: filing ten days before, progress every three months, an end report",
      {},
      TODAY,
      [
        "2026-02-19 filing 2026-03-01",
        "2026-06-01 progress 1",
        "2026-09-01 progress 2",
        "2026-12-01 progress 3",
      ],
    ],
    [
      "of exactly six months: no progress",
      { startsOn: "2026-04-01", endsOn: "2026-10-01" },
      TODAY,
      ["2026-03-22 filing 2026-04-01", "2027-01-01 end-report end"],
    ],
    [
      "of six months and a day: progress",
      { startsOn: "2026-04-01", endsOn: "2026-10-02" },
      TODAY,
      [
        "2026-03-22 filing 2026-04-01",
        "2026-07-01 progress 1",
        "2026-10-01 progress 2",
        "2027-01-02 end-report end",
      ],
    ],
    [
      "from the last of a month: never past a month's end, and not drifting after a short one",
      { startsOn: "2026-08-31", endsOn: "2027-12-31" },
      "2027-03-01",
      [
        "2026-08-21 filing 2026-08-31",
        "2026-11-30 progress 1",
        "2027-02-28 progress 2",
        "2027-05-31 progress 3",
      ],
    ],
    [
      "that ends on the last of November before a leap year's February",
      { startsOn: "2027-09-01", endsOn: "2027-11-30" },
      "2028-02-01",
      ["2027-08-22 filing 2027-09-01", "2028-02-29 end-report end"],
    ],
    [
      "whose days stand in its filing alone",
      { startsOn: null, endsOn: null, filingFrom: "2026-05-01", filingTo: "2026-09-30" },
      TODAY,
      ["2026-04-21 filing 2026-05-01", "2026-12-30 end-report end"],
    ],
    ["that is a draft: nothing", { state: "draft" }, TODAY, []],
    ["that does not raise publicly: nothing", { isPublicCampaign: false }, TODAY, []],
  ])("%s", (_name, over, today, expected) => {
    expect(rows(charity({ funds: [{ ...campaign, ...over }] }), today)).toEqual(expected);
  });

  it("in an emergency files after its start and reports every five days until the response ends", () => {
    const short = { ...campaign, startsOn: "2026-11-01", endsOn: "2026-12-31" };
    const events = [
      event("emergency-began", "2026-11-01", "f1"),
      event("emergency-ended", "2026-11-12", "f1"),
    ];
    expect(rows(charity({ funds: [short], events }))).toEqual([
      "2026-11-06 emergency-receipts 2026-11-01.1",
      "2026-11-11 emergency-filing 2026-11-01",
      "2026-11-11 emergency-receipts 2026-11-01.2",
      "2026-11-16 emergency-receipts 2026-11-01.3",
    ]);
    const without = rows(charity({ funds: [short], events: events.slice(0, 1) }));
    expect(without.filter((row) => row.includes("receipts")).at(-1)).toBe(
      "2027-01-05 emergency-receipts 2026-11-01.13",
    );
    const [first] = dutiesOf(charity({ funds: [short], events }), TODAY).filter(
      ({ kind }) => kind === "emergency-receipts",
    );
    expect(first).toMatchObject({ coversFrom: "2026-11-01", coversTo: "2026-11-05" });
  });
});

describe("dutiesOf: a project", () => {
  it("has its own clock beside its campaign's, and one for the surplus", () => {
    const short = { ...campaign, startsOn: "2026-05-01", endsOn: "2026-08-31" };
    const projects = [
      { fundId: "f1", startsOn: "2026-01-31", endsOn: "2026-10-31", surplusOn: "2026-10-31" },
    ];
    expect(rows(charity({ funds: [short], projects }))).toEqual([
      "2026-04-21 filing 2026-05-01",
      "2026-04-30 project-progress 1",
      "2026-07-31 project-progress 2",
      "2026-11-30 end-report end",
      "2027-01-31 project-end end",
      "2027-01-31 surplus end",
    ]);
  });

  it("follows a recorded end where it keeps no days of its own, and not twice where it does", () => {
    const events = [event("project-ended", "2026-11-30", "f1"), event("surplus-arose", "2026-10-01", "f1")];
    expect(rows(charity({ events }))).toEqual([
      "2027-01-01 surplus surplus-arose 2026-10-01",
      "2027-02-28 project-end project-ended 2026-11-30",
    ]);
    const projects = [{ fundId: "f1", startsOn: "2026-10-01", endsOn: null, surplusOn: null }];
    expect(rows(charity({ events, projects })).filter((row) => /end|surplus/.test(row))).toEqual([]);
  });
});

describe("dutiesOf: each year", () => {
  it.each<[name: string, over: Partial<DutyOrganization>, expected: string[]]>([
    ["a public fundraiser", {}, []],
    ["one without the qualification", { qualificationFrom: null }, ["2026-05-31 major-projects 2025"]],
    [
      "one whose qualification ran out in the year",
      { qualificationTo: "2025-12-30" },
      ["2026-05-31 major-projects 2025"],
    ],
    ["a foundation", { form: "foundation" }, ["2026-03-31 foundation-report 2025"]],
    [
      "one with the tax status",
      { taxStatusFrom: "2024-01-01", taxStatusTo: "2026-12-31" },
      ["2026-03-31 tax-report 2025"],
    ],
    ["one that got the tax status only now", { taxStatusFrom: "2026-01-01" }, []],
    ["a charity that is a trustee", { funds: [trust] }, ["2026-03-31 trust-report 2025"]],
    [
      "one formed this year",
      { registeredOn: "2026-02-01", qualificationFrom: null },
      ["2026-03-03 basic-info formation"],
    ],
    [
      "a trust company",
      { isCharity: false, registeredOn: "2026-02-01", funds: [trust] },
      ["2026-03-31 trust-report 2025"],
    ],
  ])("%s", (_name, over, expected) => {
    expect(rows(charity(over)).filter((row) => row < "2027")).toEqual(expected);
  });

  it("owes every charity that existed then its report and its related parties", () => {
    const kinds = (registeredOn: string) =>
      dutiesOf(charity({ registeredOn }), TODAY)
        .filter(({ dueOn }) => dueOn === "2026-05-31")
        .map(({ kind }) => kind);
    expect(kinds("2025-12-31")).toEqual(["annual-report", "related-parties"]);
    expect(kinds("2026-01-01")).toEqual([]);
  });
});

describe("dutiesOf: events", () => {
  it.each<[DutyEvent["kind"], occurredOn: string, expected: string]>([
    ["asset-change", "2026-10-31", "2026-11-30 major-event"],
    ["investment", "2026-12-02", "2027-01-01 major-event"],
    ["transaction", "2027-01-30", "2027-03-01 major-event"],
    ["related-gift", "2026-11-01", "2026-12-01 related-event"],
    ["related-grant", "2026-11-01", "2026-12-01 related-event"],
    ["related-investment", "2026-11-01", "2026-12-01 related-event"],
    ["related-entrusting", "2026-11-01", "2026-12-01 related-event"],
    ["related-transaction", "2026-11-01", "2026-12-01 related-event"],
    ["related-flow", "2026-11-01", "2026-12-01 related-event"],
    ["trust-settled", "2026-11-01", "2026-12-01 trust-settled"],
    ["basic-info-changed", "2026-11-01", "2026-12-01 basic-info"],
    ["plan-changed", "2026-11-01", "2026-11-11 filing-amendment"],
  ])("%s on %s", (kind, occurredOn, expected) => {
    const one = event(kind, occurredOn);
    expect(rows(charity({ events: [one] }))).toEqual([`${expected} ${one.id}`]);
  });

  it("are two duties when they happen twice on a day", () => {
    const events = [
      event("investment", "2026-11-01"),
      { ...event("investment", "2026-11-01"), id: "second" },
    ];
    expect(rows(charity({ events }))).toHaveLength(2);
  });
});

describe("DUTY_RULES", () => {
  it("has a rule in force for every kind, oldest first", () => {
    for (const kind of DUTY_KINDS) {
      const froms = DUTY_RULES.filter((rule) => rule.kind === kind).map(({ from }) => from);
      expect(froms.length, kind).toBeGreaterThan(0);
      expect(froms, kind).toEqual([...froms].sort());
    }
  });

  it("names the article that was in force on the due day, for whom it holds", () => {
    expect(dutyRule("progress", "2025-12-31")?.article).toBe("慈善法第七十九条");
    expect(dutyRule("progress", "2026-01-01")?.article).toContain("第81号");
    expect(dutyRule("annual-report", "2025-05-31")).toBeNull();
    expect(dutyRule("trust-report", "2026-03-31")?.article).not.toContain("第81号");
    expect(dutyRule("trust-report", "2026-03-31", "charity-trustee")?.article).toContain("第81号");
    expect(dutyRule("trust-report", "2025-03-31", "charity-trustee")?.article).not.toContain("第81号");
  });
});

describe("addMonths", () => {
  it.each([
    ["2025-11-30", 3, "2026-02-28"],
    ["2023-11-30", 3, "2024-02-29"],
    ["2026-01-31", 1, "2026-02-28"],
    ["2026-10-15", 3, "2027-01-15"],
    ["2024-02-29", 12, "2025-02-28"],
  ])("%s and %i months is %s", (day, months, expected) => {
    expect(addMonths(day, months)).toBe(expected);
  });
});
