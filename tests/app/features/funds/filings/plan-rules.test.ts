import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkFilingNo, normalFilingNo } from "#app/features/funds/filings/filing-number.ts";
import { addMonths, dutyOf, filingRule, latestEnd } from "#app/features/funds/filings/filing-rules.ts";
import { filingStateOf, nextKinds, type VersionStanding } from "#app/features/funds/filings/filing-state.ts";
import { covers, termOn } from "#app/features/funds/filings/filing-terms.ts";
import { type FilingPlan, PLAN_TEXTS, type PlanText } from "#app/features/funds/filings/plan.ts";
import { checkPlan } from "#app/features/funds/filings/plan-checks.ts";
import { comparePlans } from "#app/features/funds/filings/plan-compare.server.ts";
import { readPlan, type Typed, typedPlan } from "#app/features/funds/filings/schema.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { typedFiling } from "#tests/factories/filings.ts";

const USCC = "51330122MJ90000067";
const CONTEXT = { kind: "plan" as const, today: "2026-11-22", divisionCode: "330122", base: null };
const PLACE = {
  organizationId: "o1",
  fundId: "f1",
  slug: "s",
  clerk: "",
  approver: "",
  bankAccountId: "5f0d8c1e-6f38-4d5c-9d0c-0a1f6f4a2b11",
};
const typed = (over: Typed = {}): Typed => typedFiling(PLACE, over);
function planOf(over: Typed = {}): FilingPlan {
  const read = readPlan(typed(over), CONTEXT);
  if (!read.ok) throw new Error(JSON.stringify(read.errors));
  return read.plan;
}
const errorsOf = (over: Typed, context: Partial<Parameters<typeof readPlan>[1]> = {}) => {
  const read = readPlan(typed(over), { ...CONTEXT, ...context });
  return read.ok ? {} : read.errors;
};

describe("the form of 2026", () => {
  it("holds the ministry's limits, in characters and not in bytes", () => {
    const printed: Partial<Record<PlanText, number>> = {
      supportedProjects: 100,
      beneficiaryScope: 200,
      beneficiaryNumber: 50,
      beneficiaryMethod: 200,
      directAid: 500,
      staffPay: 500,
      administration: 500,
      fundraisingCost: 800,
      surplus: 800,
    };
    for (const [name, most] of Object.entries(printed)) {
      expect(PLAN_TEXTS[name as PlanText]).toEqual({ most, limit: "form" });
      // A rare character is two code units and one character; a line break is one, however a browser sends it.
      expect(errorsOf({ [name]: `${"𠮷".repeat(most - 2)}\r\n字` })).toEqual({});
      expect(errorsOf({ [name]: `${"字".repeat(most)}多` })).toEqual({
        [name]: { key: "errTooLong", values: { most, length: most + 1 } },
      });
    }
  });

  it("says everything that is missing at once", () => {
    const read = readPlan({}, CONTEXT);
    expect(read.ok).toBe(false);
    expect(Object.keys(read.ok ? {} : read.errors)).toEqual(
      expect.arrayContaining([
        "name",
        "surplus",
        "startsOn",
        "region",
        "target",
        "funds",
        "methods",
        "bankAccountId",
      ]),
    );
  });

  it("comes back from its plan as it was typed, partners and all", () => {
    const plan = planOf(withPartners());
    expect(readPlan(typedPlan(plan), CONTEXT)).toMatchObject({ ok: true, plan });
    expect(plan.partners.map(({ type, uscc }) => [type, uscc])).toEqual([
      ["organization", "91330100MA9000003D"],
      ["individual", null],
    ]);
    expect(JSON.stringify(plan)).not.toContain("110101190001010014");
  });

  it("asks of each partner what Order 74 asks", () => {
    const partners = withPartners();
    delete partners.partner1_covers_breach;
    delete partners.partner1_moneyThroughCharity;
    delete partners.partner2_paper_noCrime;
    expect(errorsOf({ ...partners, partner1_uscc: "123", partner2_credit: "" })).toEqual({
      partner1_uscc: { key: "errUscc" },
      partner1_covers: { key: "errAgreement" },
      partner1_moneyThroughCharity: { key: "errMoney" },
      partner2_papers: { key: "errPapers" },
      partner2_credit: { key: "errMissing" },
    });
    expect(errorsOf({ cooperative: "yes" })).toEqual({ partner1_name: { key: "errPartner" } });
  });

  const days: [string, Typed, object, object][] = [
    ["ten days before the start", { startsOn: "2026-12-02" }, {}, {}],
    [
      "nine days before the start",
      { startsOn: "2026-12-01" },
      {},
      { startsOn: { key: "errTooSoon", values: { days: 10, earliest: "2026-12-02" } } },
    ],
    [
      "after the start of an emergency",
      { startsOn: "2026-11-20", endsOn: "2027-11-19", isEmergency: "yes" },
      {},
      {},
    ],
    [
      "a year and a day of an emergency",
      { startsOn: "2026-11-20", endsOn: "2027-11-20", isEmergency: "yes" },
      {},
      { endsOn: { key: "errPeriod", values: { latest: "2027-11-19" } } },
    ],
    ["36 months", { startsOn: "2027-01-31", endsOn: "2030-01-30" }, {}, {}],
    [
      "36 months and a day",
      { startsOn: "2027-01-31", endsOn: "2030-01-31" },
      {},
      { endsOn: { key: "errPeriod", values: { latest: "2030-01-30" } } },
    ],
    ["an end before its start", { endsOn: "2026-11-30" }, {}, { endsOn: { key: "errEndsBefore" } }],
    ["no such day", { endsOn: "2027-02-30" }, {}, { endsOn: { key: "errDay" } }],
    [
      "an amendment without its reason",
      {},
      { kind: "amendment", base: { startsOn: "2026-12-03", endsOn: "2027-12-02" } },
      { changedOn: { key: "errDay" }, reason: { key: "errMissing" } },
    ],
    [
      "a renewal that does not follow",
      {},
      { kind: "renewal", base: { startsOn: "2026-01-01", endsOn: "2026-12-03" } },
      { startsOn: { key: "errRenewalStart", values: { end: "2026-12-03" } } },
    ],
    [
      "the whole country without the internet",
      { method_online: "", method_box: "yes" },
      {},
      { region: { key: "errRegionMethod" } },
    ],
    [
      "boxes elsewhere without a place",
      { away: "yes", method_box: "yes" },
      {},
      { awayPlaces: { key: "errMissing" } },
    ],
  ];
  it.each(days)("%s", (_, over, context, errors) => {
    expect(errorsOf(over, context)).toEqual(errors);
  });
});

function withPartners(): Typed {
  const all: Typed = { cooperative: "yes" };
  for (const at of [1, 2]) {
    for (const point of ["campaign", "purpose", "period", "method", "money", "duties", "breach"])
      all[`partner${at}_covers_${point}`] = "yes";
    for (const paper of ["idCopy", "noCrime", "creditReport"]) all[`partner${at}_paper_${paper}`] = "yes";
    Object.assign(all, {
      [`partner${at}_credit`]: "信用记录良好",
      [`partner${at}_capacity`]: "做过三次义卖",
      [`partner${at}_interest`]: "与受益人没有利益关系",
      [`partner${at}_agreedOn`]: "2026-11-01",
      [`partner${at}_moneyThroughCharity`]: "yes",
    });
  }
  return {
    ...all,
    partner1_type: "organization",
    partner1_name: "桐庐某公司",
    partner1_uscc: "9133 0100 MA90 0000 3d",
    partner2_type: "individual",
    partner2_name: "韩梅",
    // Somebody types a person's number all the same: it is not kept.
    partner2_uscc: "110101190001010014",
  };
}

describe("the nine checks of Order 74 Art. 10", () => {
  const facts = { isOwnAccount: true, divisionCode: "330122" };
  it("decide what can be computed and leave the rest to a person", () => {
    expect(checkPlan(planOf(), facts)).toEqual({
      purpose: "judge",
      duration: "met",
      responsible: "met",
      account: "met",
      target: "judge",
      beneficiaries: "judge",
      use: "met",
      cost: "judge",
      surplus: "judge",
    });
    expect(checkPlan(planOf({ beneficiaryNumber: "1 人" }), facts).beneficiaries).toBe("not-met");
    expect(checkPlan(planOf({ isResponsibleFullTime: "" }), { ...facts, isOwnAccount: false })).toMatchObject(
      {
        responsible: "not-met",
        account: "not-met",
      },
    );
  });
});

describe("two versions of a plan", () => {
  it("are compared line by line and word by word", () => {
    const names = { funds: {}, accounts: {}, divisions: {} };
    const before = planOf();
    const after = planOf({ target: "700,000", use: `${before.use}、厨房改造`, filledOn: "2026-11-20" });
    expect(comparePlans(before, after, names, "zh", "public")).toEqual([
      {
        key: "use",
        term: "募捐款物用途",
        pieces: [
          { kind: "same", text: before.use },
          { kind: "new", text: "、厨房改造" },
        ],
      },
      {
        key: "target",
        term: "预期募集款物数额（元/年）",
        pieces: [
          { kind: "same", text: "¥" },
          { kind: "gone", text: "600,000.00" },
          { kind: "new", text: "700,000.00" },
        ],
      },
    ]);
  });
});

describe("numbers, days and places", () => {
  it("know a number of the ministry and whose it is", () => {
    expect(normalFilingNo(` ${USCC}a２６003 `)).toBe(`${USCC}A26003`);
    expect(checkFilingNo(`${USCC}A26003`, USCC)).toBe("right");
    expect(checkFilingNo(`${USCC}P26003`, USCC)).toBe("wrong-format");
    expect(checkFilingNo(`${USCC}A26003`, "53330100MJ90000140")).toBe("other-organization");
    expect(checkFilingNo(`${USCC}A26003`, null)).toBe("no-uscc");
  });

  it("count due days, and say where a local number could not be confirmed", () => {
    const version = {
      kind: "plan" as const,
      state: "released" as const,
      isEmergency: false,
      startsOn: "2026-12-12",
      endsOn: "2027-12-11",
      changedOn: null,
      submittedOn: null,
      answeredOn: null,
    };
    const duty = (over: object) => {
      const due = dutyOf({ ...version, ...over }, "110105");
      return due && [due.kind, due.dueOn];
    };
    expect(duty({})).toEqual(["hand-in", "2026-12-02"]);
    expect(duty({ isEmergency: true })).toEqual(["hand-in-emergency", "2026-12-22"]);
    expect(duty({ kind: "amendment", changedOn: "2026-12-20" })).toEqual(["hand-in-change", "2026-12-30"]);
    expect(duty({ state: "returned", answeredOn: "2026-11-30" })).toEqual(["complete", "2026-12-05"]);
    expect(duty({ state: "submitted", submittedOn: "2026-11-30" })).toEqual(["answer", "2026-12-10"]);
    expect(duty({ state: "filed" })).toEqual(["renew", "2027-12-02"]);
    expect(filingRule("before-start", "2026-12-12", "330122").unconfirmedLocal).toContain("浙江");
    expect(filingRule("before-start", "2026-12-12", "110105").unconfirmedLocal).toBeNull();
    expect(addMonths("2027-11-30", 3)).toBe("2028-02-29");
    expect(latestEnd("2028-02-29", true, "33")).toBe("2029-02-27");
  });

  it("finds the term of a day and its place", () => {
    const terms = [
      { filingNo: "A", from: "2026-01-01", to: "2026-06-30", divisionCode: "330100" },
      { filingNo: "A", from: "2026-07-01", to: "2026-12-31", divisionCode: null },
    ];
    expect(termOn(terms, "2026-06-30")).toBe(terms[0]);
    expect(termOn(terms, "2027-01-01")).toBeNull();
    expect(terms.map((term) => covers(term, "330122"))).toEqual([true, true]);
    expect(covers({ ...terms[0]!, divisionCode: "330000" }, "330481")).toBe(true);
    expect(covers({ ...terms[0]!, divisionCode: "330100" }, "330481")).toBe(false);
    expect(covers({ ...terms[0]!, divisionCode: "330122210" }, "330122")).toBe(false);
  });

  it("tells how a filing stands and what may come next", () => {
    const one = (
      number: number,
      kind: VersionStanding["kind"],
      state: VersionStanding["state"],
    ): VersionStanding => ({
      number,
      kind,
      state,
      startsOn: "2026-01-01",
      endsOn: "2026-12-31",
    });
    const open = { endedOn: null };
    const first = one(1, "plan", "filed");
    const cases: [VersionStanding[], string, string, string[]][] = [
      [[one(1, "plan", "drafted")], "2026-01-01", "drafted", []],
      [[one(1, "plan", "returned")], "2026-01-01", "returned", ["plan"]],
      [[first], "2026-01-01", "filed", ["amendment", "renewal"]],
      [[first, one(2, "amendment", "submitted")], "2026-01-01", "filed", []],
      [[first, one(2, "amendment", "filed")], "2026-01-01", "changed", ["amendment", "renewal"]],
      [[first, one(2, "renewal", "filed")], "2026-12-31", "renewed", ["amendment", "renewal"]],
      [[first], "2027-01-01", "ended", ["amendment", "renewal"]],
    ];
    for (const [versions, today, state, next] of cases) {
      expect([filingStateOf(open, versions, today), nextKinds(open, versions)]).toEqual([state, next]);
    }
    expect(nextKinds({ endedOn: "2026-05-01" }, [first])).toEqual([]);
  });
});

describe("every complaint and refusal", () => {
  const folder = "app/features/funds/filings";
  const keysIn = (file: string, pattern: RegExp, prefix = ""): string[] =>
    [...readFileSync(`${folder}/${file}`, "utf8").matchAll(pattern)].map(([, key]) => `${prefix}${key}`);
  it("has its sentence in both languages", () => {
    const reasons = ["draft", "release", "stop", "submit", "answer", "end"].flatMap((verb) =>
      keysIn(`${verb}-filing.server.ts`, /reason: "([a-z-]+)"/g, "refuse_"),
    );
    const keys = [
      ...keysIn("schema.ts", /"(err[A-Za-z]+)"/g),
      ...keysIn("draft-filing.server.ts", /"(err[A-Za-z]+)"/g),
      ...reasons.filter((key) => key !== "refuse_invalid"),
      ...keysIn("answer-filing.server.ts", /"(number-[a-z-]+)"/g, "refuse_"),
    ];
    expect(keys.length).toBeGreaterThan(40);
    for (const lng of ["zh", "en"])
      expect(keys.filter((key) => !dictionary.exists(key, { lng, ns: "filings" }))).toEqual([]);
  });
});
