import { describe, expect, it } from "vitest";
import { codeHints } from "#app/features/organizations/code-hints.ts";
import { changedFacts, FACT_KEYS, needsBureau, withFacts } from "#app/features/organizations/facts.ts";
import { readFacts, type TypedFacts } from "#app/features/organizations/facts-form.ts";
import { typedOf } from "#app/features/organizations/facts-form-rows.ts";
import { gradeValidity } from "#app/features/organizations/grade-validity.ts";
import { qualificationHints } from "#app/features/organizations/qualification-hints.ts";
import { checkUscc, normalUscc } from "#app/features/organizations/uscc.ts";
import { CHARITY_FACTS, director } from "#tests/factories/organization-facts.ts";

const TODAY = "2026-11-22";

describe("checkUscc", () => {
  it.each([
    "51330122MJ90000067",
    "53330100MJ90000140",
    "52330481MJ9000022P",
    "91330100MA9000003D",
    "52620600MJY949356H",
  ])("passes %s", (code) => expect(checkUscc(code)).toBe("right"));

  it.each([
    ["51330122MJ90000068", "wrong-check"],
    ["91350100M0001TGQXM", "wrong-check"],
    ["51330122MJ9000006", "wrong-length"],
    ["51330122MJ900000670", "wrong-length"],
    ["51330122MI90000067", "wrong-sign"],
    ["51330122MJ9000006中", "wrong-sign"],
  ])("finds %s to be %s", (code, verdict) => expect(checkUscc(code)).toBe(verdict));

  it("catches every single wrong sign and every swap of neighbours that differ", () => {
    const code = "51330122MJ90000067";
    const signs = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const wrong = new Set<string>();
    for (let at = 0; at < code.length; at += 1) {
      for (const sign of signs) wrong.add(code.slice(0, at) + sign + code.slice(at + 1));
      wrong.add(code.slice(0, at) + (code[at + 1] ?? "") + code[at] + code.slice(at + 2));
    }
    wrong.delete(code);
    expect(wrong.size).toBe(18 * 30 + 11);
    expect([...wrong].filter((one) => checkUscc(one) === "right")).toEqual([]);
  });

  it("reads a code as people copy it", () => {
    expect(normalUscc(" 51330122 mj9000-0067　")).toBe("51330122MJ90000067");
    expect(normalUscc("５１３３０１２２ＭＪ９０００００６７")).toBe("51330122MJ90000067");
  });
});

describe("a grade", () => {
  it("holds from 1 January after its announcement to the end of the fifth year (Order 82)", () => {
    expect(gradeValidity("2026-03-01")).toEqual({ from: "2027-01-01", to: "2031-12-31" });
    expect(gradeValidity("2025-12-31")).toEqual({ from: "2026-01-01", to: "2030-12-31" });
  });
});

describe("codeHints", () => {
  it("compares the code with the legal form and the place", () => {
    expect(codeHints(CHARITY_FACTS)).toEqual([]);
    expect(codeHints({ ...CHARITY_FACTS, form: "foundation" })).toEqual(["form"]);
    expect(codeHints({ ...CHARITY_FACTS, divisionCode: "3301" })).toEqual([]);
    expect(codeHints({ ...CHARITY_FACTS, divisionCode: "340722" })).toEqual(["place"]);
    expect(codeHints({ ...CHARITY_FACTS, uscc: null, form: "foundation" })).toEqual([]);
  });
});

describe("qualificationHints", () => {
  const metOf = (change: Partial<typeof CHARITY_FACTS>) =>
    Object.fromEntries(
      qualificationHints({ ...CHARITY_FACTS, ...change }, TODAY).map(({ key, met }) => [key, met]),
    );

  it("finds nothing wrong with a sound record", () => {
    expect(metOf({})).toEqual({
      "registered-a-year": true,
      "board-one-source": true,
      "board-relatives": true,
      "board-outsiders": true,
      "chair-not-secretary": true,
      "secretary-full-time": true,
      supervisors: null,
      grade: true,
    });
  });

  it("counts a third exactly as allowed, and one more as too many", () => {
    const from = (count: number) =>
      Array.from({ length: 6 }, (_, at) => director(`理事${at}`, { comesFrom: at < count ? "某集团" : "" }));
    expect(metOf({ people: from(2) })["board-one-source"]).toBe(true);
    expect(metOf({ people: from(3) })["board-one-source"]).toBe(false);
    const outside = (count: number) =>
      Array.from({ length: 6 }, (_, at) => director(`理事${at}`, { isFromOutside: at < count }));
    expect(metOf({ people: outside(2) })["board-outsiders"]).toBe(true);
    expect(metOf({ people: outside(3) })["board-outsiders"]).toBe(false);
  });

  it("sees relatives, a chair who is secretary, a young charity, a province's supervisors, a lapsed grade", () => {
    const relatives = [director("甲"), director("乙", { relativeOf: "甲" })];
    expect(metOf({ people: relatives })["board-relatives"]).toBe(false);
    const both = [director("甲", { office: "chair" }), director("甲", { office: "secretary-general" })];
    expect(metOf({ people: both })["chair-not-secretary"]).toBe(false);
    expect(metOf({ people: both })["secretary-full-time"]).toBe(false);
    expect(metOf({ registeredOn: "2025-11-23" })["registered-a-year"]).toBe(false);
    expect(metOf({ registeredOn: "2025-11-22" })["registered-a-year"]).toBe(true);
    const supervisors = (count: number) =>
      Array.from({ length: count }, (_, at) => director(`监事${at}`, { office: "supervisor" }));
    expect(metOf({ divisionCode: "33", people: supervisors(2) }).supervisors).toBe(false);
    expect(metOf({ divisionCode: "33", people: supervisors(3) }).supervisors).toBe(true);
    const graded = (grade: "2A" | "3A", validTo: string) => ({ grade, announcedOn: null, validTo });
    expect(metOf({ assessment: graded("3A", "2026-11-21") }).grade).toBe(false);
    expect(metOf({ assessment: graded("2A", "2030-12-31") }).grade).toBe(false);
    expect(metOf({ assessment: null }).grade).toBe(false);
    expect(metOf({ assessment: null, registeredOn: "2025-01-01" }).grade).toBeNull();
    expect(metOf({ people: [] })["board-one-source"]).toBeNull();
  });
});

describe("readFacts", () => {
  const typed = typedOf(CHARITY_FACTS);
  const read = (change: TypedFacts) => readFacts({ ...typed, ...change }, null, TODAY);
  const errorsOf = (change: TypedFacts) => {
    const reading = read(change);
    return reading.ok ? {} : reading.errors;
  };

  it("reads what it wrote", () => {
    expect(read({})).toEqual({ ok: true, facts: CHARITY_FACTS });
  });

  it("refuses a wrong code, and takes one that fails its check digit with a reason", () => {
    expect(errorsOf({ uscc: "5133" })).toEqual({ uscc: "errCodeLength" });
    expect(errorsOf({ uscc: "51330122MI90000067" })).toEqual({ uscc: "errCodeSign" });
    const failed = { uscc: "51330122MJ90000068" };
    expect(errorsOf(failed)).toEqual({ uscc: "errCodeCheck" });
    expect(errorsOf({ ...failed, usccOverrideReason: "早期" })).toEqual({
      usccOverrideReason: "errOverride",
    });
    const reason = "2015 年试点时发的证，已对照纸质证书正本";
    const taken = read({ ...failed, usccOverrideReason: reason });
    expect(taken.ok && taken.facts.usccOverrideReason).toBe(reason);
    // A reason beside a right code says nothing.
    const right = read({ usccOverrideReason: reason });
    expect(right.ok && right.facts.usccOverrideReason).toBeNull();
  });

  it.each<[string, TypedFacts, Record<string, string>]>([
    ["an unknown kind", { kind: "bank" }, { kind: "errKind" }],
    ["a charity without a form", { form: "" }, { form: "errForm" }],
    ["a day that is none", { registeredOn: "2025-02-31" }, { registeredOn: "errDay" }],
    ["a day to come", { registeredOn: "2026-11-23" }, { registeredOn: "errFuture" }],
    ["an end before its beginning", { qualificationTo: "2019-01-01" }, { qualificationTo: "errOrder" }],
    [
      "a number without days",
      { qualificationFrom: "", qualificationTo: "" },
      { qualificationFrom: "errDay" },
    ],
    ["a grade without its announcement", { gradeAnnouncedOn: "" }, { gradeAnnouncedOn: "errAnnounced" }],
    ["a person without an office", { "person-0-office": "" }, { "person-0-office": "errOffice" }],
    ["an office without a person", { "person-0-name": " " }, { "person-0-name": "errPersonName" }],
    ["a party without a relation", { "party-0-relation": "" }, { "party-0-relation": "errRelation" }],
  ])("names %s", (_what, change, errors) => expect(errorsOf(change)).toEqual(errors));

  it("leaves a company's qualifications out, and keeps the end of a grade from before", () => {
    const company = read({ kind: "enterprise", form: "" });
    expect(company.ok && company.facts).toMatchObject({ form: null, qualification: null, assessment: null });
    const before = {
      ...CHARITY_FACTS,
      assessment: { grade: "4A" as const, announcedOn: null, validTo: "2028-01-16" },
    };
    const kept = readFacts({ ...typed, gradeAnnouncedOn: "" }, before, TODAY);
    expect(kept.ok && kept.facts.assessment).toEqual(before.assessment);
  });
});

describe("the table of rules", () => {
  it("lets the bureau accept what rests on an authority's paper alone", () => {
    expect(FACT_KEYS.filter((key) => !needsBureau([key])).sort()).toEqual(
      ["contact", "nameEn", "people", "relatedParties", "summary", "summaryEn"].sort(),
    );
    const after = { ...CHARITY_FACTS, contact: "新电话", registrar: "杭州市民政局" };
    const fields = changedFacts(CHARITY_FACTS, after);
    expect(fields).toEqual(["registrar", "contact"]);
    expect(withFacts(CHARITY_FACTS, after, ["contact"])).toEqual({ ...CHARITY_FACTS, contact: "新电话" });
  });
});
