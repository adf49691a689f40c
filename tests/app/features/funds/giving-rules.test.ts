import { describe, expect, it } from "vitest";
import {
  type DeploymentMode,
  type GivingClosedReason,
  type GivingFund,
  type GivingOrganization,
  givingState,
} from "#app/features/funds/giving-rules.ts";

const TODAY = "2026-11-22";
const FUND: GivingFund = {
  kind: "project",
  state: "open",
  isPublicCampaign: true,
  filingNo: "51330122MJ90000067A26003",
  filingFrom: "2026-01-01",
  filingTo: "2026-12-31",
  filingTerms: [],
  divisionCode: "330122210",
  startsOn: "2026-01-01",
  endsOn: "2026-12-31",
  designatedPlatformUrl: "https://platform.example/1",
  deedAllowsGifts: false,
};
const CHARITY: GivingOrganization = {
  isRegistered: true,
  providers: ["alipay", "stripe"],
  overseasCardBasis: "章程第十二条",
  qualificationFrom: "2024-01-01",
  qualificationTo: null,
};

const cases: [
  string,
  Partial<GivingFund>,
  Partial<GivingOrganization>,
  DeploymentMode,
  GivingClosedReason,
][] = [
  ["a draft", { state: "draft" }, {}, "designated-platform", "draft"],
  ["a paused fund", { state: "paused" }, {}, "designated-platform", "paused"],
  ["an ended fund", { state: "ended" }, {}, "designated-platform", "ended"],
  ["a fund before its first day", { startsOn: "2026-11-23" }, {}, "designated-platform", "not-started"],
  ["a fund after its last day", { endsOn: "2026-11-21" }, {}, "designated-platform", "past-end"],
  ["an unfiled campaign", { filingNo: null }, {}, "designated-platform", "not-filed"],
  [
    "a filing that starts tomorrow",
    { filingFrom: "2026-11-23" },
    {},
    "designated-platform",
    "filing-not-valid-today",
  ],
  ["a filing that ended yesterday", { filingTo: "2026-11-21" }, {}, "own-site", "filing-not-valid-today"],
  [
    "a filing for another place",
    {
      filingTerms: [
        { filingNo: FUND.filingNo, from: "2026-01-01", to: "2026-12-31", divisionCode: "330481" },
      ],
    },
    {},
    "designated-platform",
    "filing-other-region",
  ],
  [
    "a gap between two filings that follow one another",
    {
      filingTerms: [
        { filingNo: FUND.filingNo, from: "2026-01-01", to: "2026-11-21", divisionCode: null },
        { filingNo: FUND.filingNo, from: "2026-11-23", to: "2027-11-22", divisionCode: null },
      ],
    },
    {},
    "designated-platform",
    "filing-not-valid-today",
  ],
  [
    "no link to a designated platform",
    { designatedPlatformUrl: null },
    {},
    "own-site",
    "no-designated-platform-link",
  ],
  ["no qualification", {}, { qualificationFrom: null }, "designated-platform", "no-qualification"],
  [
    "a lapsed qualification",
    {},
    { qualificationTo: "2026-11-21" },
    "designated-platform",
    "no-qualification",
  ],
  [
    "a charity that the bureau has not accepted",
    {},
    { isRegistered: false },
    "own-site",
    "organization-not-active",
  ],
  ["a trust whose deed is silent", { kind: "trust" }, {}, "designated-platform", "deed-forbids"],
  ["a bureau's site", {}, {}, "supervision", "supervision-only"],
  ["no credential", {}, { providers: [] }, "designated-platform", "no-payment-channel"],
  [
    "only a card credential without a legal basis",
    {},
    { providers: ["stripe"], overseasCardBasis: null },
    "designated-platform",
    "no-payment-channel",
  ],
];

describe("givingState", () => {
  it("is open on the last and on the first day of every term", () => {
    const state = givingState(
      { ...FUND, filingTo: TODAY, endsOn: TODAY, startsOn: TODAY, filingFrom: TODAY },
      CHARITY,
      "own-site",
      TODAY,
    );
    expect(state).toEqual({ open: true, providers: ["alipay", "stripe"] });
  });

  it.each(cases)("is closed for %s", (_, fund, charity, mode, reason) => {
    expect(givingState({ ...FUND, ...fund }, { ...CHARITY, ...charity }, mode, TODAY)).toMatchObject({
      open: false,
      reason,
    });
  });

  it("keeps cards from abroad off until the organization records its legal basis", () => {
    expect(givingState(FUND, { ...CHARITY, overseasCardBasis: null }, "designated-platform", TODAY)).toEqual({
      open: true,
      providers: ["alipay"],
    });
  });

  it("lets a trust take gifts where its deed says so, without a campaign's filing", () => {
    expect(
      givingState(
        { ...FUND, kind: "trust", deedAllowsGifts: true, filingNo: null },
        CHARITY,
        "own-site",
        TODAY,
      ),
    ).toMatchObject({ open: true });
  });

  it("leads to the designated platform where it takes no payment itself", () => {
    expect(givingState(FUND, CHARITY, "supervision", TODAY)).toMatchObject({
      designatedPlatformUrl: "https://platform.example/1",
    });
  });
});
