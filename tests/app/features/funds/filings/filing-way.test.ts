import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { answerFiling } from "#app/features/funds/filings/answer-filing.server.ts";
import { settleFundFilings } from "#app/features/funds/filings/cover-funds.server.ts";
import { endFiling } from "#app/features/funds/filings/end-filing.server.ts";
import { PLAN_CHECKS } from "#app/features/funds/filings/plan-checks.ts";
import { releaseFiling } from "#app/features/funds/filings/release-filing.server.ts";
import { stopFiling } from "#app/features/funds/filings/stop-filing.server.ts";
import { submitFiling } from "#app/features/funds/filings/submit-filing.server.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { fundsThatTakeGifts } from "#app/features/funds/takes-gifts.server.ts";
import { db } from "#app/lib/db.server.ts";
import { saveDraft } from "#app/lib/form-draft.server.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { NOW } from "#tests/factories/books.ts";
import {
  acting,
  drafted,
  type FilingPlace,
  handedIn,
  makeFilingPlace,
  TODAY,
  typedFiling,
  USCC,
} from "#tests/factories/filings.ts";
import { makeMember } from "#tests/factories/people.ts";

const NUMBER = `${USCC}A26003`;
const on = (days: number): Date => new Date(startOfShanghaiDay(addDays(TODAY, days)).getTime() + 3_600_000);

const filed = (place: FilingPlace, filingId: string, filingNo = NUMBER, day = TODAY, now = NOW) =>
  answerFiling({ ...acting(place, place.clerk, filingId, now), answer: { how: "filed", filingNo, on: day } });

async function giving(place: FilingPlace, now: Date): Promise<string> {
  const state = (await findGivingTarget("project", place.slug, now))?.giving;
  const isOpen = (await fundsThatTakeGifts(db, [place.fundId], now)).has(place.fundId);
  expect(isOpen).toBe(state?.open);
  return state?.open ? "open" : (state?.reason ?? "no fund");
}

const fundRow = async (place: FilingPlace) =>
  (
    await db.rows(
      `select filing_no as no, filed_on as "filedOn", filing_from as "from", filing_to as "to" from fund where id = $1`,
      [place.fundId],
    )
  )[0];

const acts = async (place: FilingPlace) =>
  (
    await db.rows<{ act: string }>(
      "select act from organization_act where organization_id = $1 order by at, act",
      [place.organizationId],
    )
  ).map(({ act }) => act);

describe("the way of a filing", () => {
  it("goes from one person to another, to the department and into force, and opens giving on its days", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    expect(await giving(place, NOW)).toBe("not-filed");
    await saveDraft(
      { userId: place.clerk, organizationId: place.organizationId, form: "filing", subject: `${id}/plan` },
      { name: "半" },
      NOW,
    );
    const both = await Promise.all([drafted(place, id), drafted(place, id)]);
    expect(both.map((one) => one.ok && one.repeated).sort()).toEqual([false, true]);
    expect(await db.rows("select 1 from form_draft")).toEqual([]);
    expect(await submitFiling({ ...acting(place, place.clerk, id), submittedOn: TODAY })).toEqual({
      ok: false,
      reason: "not-released",
    });
    const own = await makeMember(place.organizationId, "charity-approver");
    const id2 = randomUUID();
    expect(await drafted(place, id2, { userId: own })).toMatchObject({ ok: true });
    expect(await releaseFiling({ ...acting(place, own, id2), judged: PLAN_CHECKS })).toEqual({
      ok: false,
      reason: "same-person",
    });
    expect(await releaseFiling({ ...acting(place, place.clerk, id), judged: PLAN_CHECKS })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
    expect(await releaseFiling({ ...acting(place, place.approver, id), judged: ["purpose"] })).toEqual({
      ok: false,
      reason: "not-judged",
      checks: ["target", "beneficiaries", "cost", "surplus"],
    });
    await handedIn(place, id);
    expect(await releaseFiling({ ...acting(place, place.approver, id), judged: PLAN_CHECKS })).toMatchObject({
      ok: false,
      reason: "not-waiting",
    });
    const refusals: [string, string][] = [
      ["募捐备案", "number-format"],
      ["53330100MJ90000140A26003", "number-other-organization"],
      [`${USCC}A2603`, "number-format"],
    ];
    for (const [number, reason] of refusals)
      expect(await filed(place, id, number)).toEqual({ ok: false, reason });
    expect(await filed(place, id, NUMBER, addDays(TODAY, 1))).toEqual({ ok: false, reason: "bad-day" });
    const answers = await Promise.all([filed(place, id, ` ${NUMBER.toLowerCase()} `), filed(place, id)]);
    expect(answers.map((answer) => answer.ok && answer.repeated).sort()).toEqual([false, true]);
    expect(await fundRow(place)).toEqual({
      no: NUMBER,
      filedOn: TODAY,
      from: addDays(TODAY, 11),
      to: addDays(TODAY, 375),
    });
    expect(await giving(place, on(10))).toBe("filing-not-valid-today");
    expect(await giving(place, on(11))).toBe("open");
    expect(await giving(place, on(376))).toBe("filing-not-valid-today");
    // One campaign, one number: another plan of the same project on the same days is refused at its form.
    const third = await drafted(place, randomUUID());
    expect(third).toMatchObject({ ok: false, reason: "invalid", errors: { funds: { key: "errOverlap" } } });
    expect(await acts(place)).toEqual([
      "filing-drafted",
      "filing-drafted",
      "filing-filed",
      "filing-released",
      "filing-submitted",
    ]);
  });

  it("comes back from the second person and from the department, each time as a new version", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    await drafted(place, id);
    const back = { ...acting(place, place.approver, id), how: "sent-back" as const };
    expect(await stopFiling({ ...back, note: " " })).toEqual({ ok: false, reason: "note-missing" });
    expect(await stopFiling({ ...back, note: "用途写得太笼统" })).toEqual({ ok: true, repeated: false });
    expect(await stopFiling({ ...back, note: "用途写得太笼统" })).toEqual({ ok: true, repeated: true });
    expect(await drafted(place, id)).toMatchObject({ ok: true, version: 2 });
    await handedIn(place, id);
    const returned = { how: "returned" as const, note: "缺合作协议", on: TODAY };
    expect(await answerFiling({ ...acting(place, place.clerk, id), answer: returned })).toMatchObject({
      ok: true,
    });
    expect(
      await drafted(place, id, {
        kind: "amendment",
        typed: typedFiling(place, { changedOn: TODAY, reason: "补" }),
      }),
    ).toMatchObject({ ok: false, reason: "not-this-kind" });
    expect(await drafted(place, id)).toMatchObject({ ok: true, version: 3 });
    const [third] = await db.rows(
      "select kind, completes, base from filing_version where filing_id = $1 and number = 3",
      [id],
    );
    expect(third).toEqual({ kind: "plan", completes: 2, base: null });
    await expect(
      db.run("update filing_version set state = 'filed' where filing_id = $1 and number = 1", [id]),
    ).rejects.toThrow(/forward/);
    await expect(db.run(`update filing_version set plan = '{}' where filing_id = $1`, [id])).rejects.toThrow(
      /permission denied/,
    );
  });

  it("is amended for its region and its projects, renewed under the same number, and ended", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    await drafted(place, id);
    await handedIn(place, id);
    await filed(place, id);
    const during = on(40);
    const change = { changedOn: addDays(TODAY, 38), reason: "只在海宁募捐", filledOn: addDays(TODAY, 40) };
    const elsewhere = typedFiling(place, { ...change, region: "330481", method_box: "yes" });
    await db.run(
      "insert into division (code, name, name_en, level) values ('330481', '海宁市', 'Haining', 'county') on conflict do nothing",
    );
    expect(await drafted(place, id, { kind: "amendment", typed: elsewhere, now: during })).toMatchObject({
      ok: true,
    });
    await handedIn(place, id, addDays(TODAY, 40), during);
    expect(await giving(place, during)).toBe("open");
    expect(await filed(place, id, `${USCC}A26004`, addDays(TODAY, 40), during)).toEqual({
      ok: false,
      reason: "number-changed",
    });
    expect(await filed(place, id, NUMBER, addDays(TODAY, 40), during)).toMatchObject({ ok: true });
    expect(await giving(place, during)).toBe("filing-other-region");
    const renewal = typedFiling(place, {
      startsOn: addDays(TODAY, 376),
      endsOn: addDays(TODAY, 700),
      filledOn: addDays(TODAY, 360),
      region: "330122",
    });
    const late = await drafted(place, id, { kind: "renewal", typed: renewal, now: on(370) });
    expect(late).toMatchObject({ ok: false, errors: { startsOn: { key: "errTooSoon" } } });
    expect(await drafted(place, id, { kind: "renewal", typed: renewal, now: on(360) })).toMatchObject({
      ok: true,
    });
    await handedIn(place, id, addDays(TODAY, 361), on(361));
    expect(await filed(place, id, NUMBER, addDays(TODAY, 362), on(362))).toMatchObject({ ok: true });
    expect(await fundRow(place)).toMatchObject({ no: NUMBER, to: addDays(TODAY, 375) });
    expect(await giving(place, on(375))).toBe("filing-other-region");
    expect(await giving(place, on(376))).toBe("open");
    expect(await settleFundFilings(db, null, addDays(TODAY, 376))).toBe(1);
    expect(await settleFundFilings(db, null, addDays(TODAY, 376))).toBe(0);
    expect(await fundRow(place)).toMatchObject({
      no: NUMBER,
      from: addDays(TODAY, 376),
      to: addDays(TODAY, 700),
    });
    const end = {
      ...acting(place, place.approver, id, on(400)),
      endedOn: addDays(TODAY, 405),
      reason: "筹满",
    };
    expect(await endFiling({ ...end, endedOn: addDays(TODAY, 399) })).toEqual({
      ok: false,
      reason: "past-day",
    });
    expect(await endFiling(end)).toEqual({ ok: true, repeated: false });
    expect(await endFiling(end)).toEqual({ ok: true, repeated: true });
    expect(await giving(place, on(405))).toBe("open");
    expect(await giving(place, on(406))).toBe("filing-not-valid-today");
  });

  it("refuses a start that is too near, a number of another campaign, and charities without a code", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    expect(
      await drafted(place, id, { typed: typedFiling(place, { startsOn: addDays(TODAY, 10) }) }),
    ).toMatchObject({ ok: true });
    const released = await releaseFiling({ ...acting(place, place.approver, id), judged: PLAN_CHECKS });
    expect(released).toMatchObject({ ok: true });
    const late = { ...acting(place, place.clerk, id, on(1)), submittedOn: addDays(TODAY, 1) };
    expect(await submitFiling(late)).toEqual({ ok: false, reason: "too-late" });
    expect(await submitFiling({ ...late, submittedOn: addDays(TODAY, 2) })).toEqual({
      ok: false,
      reason: "future-day",
    });
    expect(await submitFiling({ ...late, submittedOn: TODAY })).toMatchObject({ ok: true });
    await filed(place, id);
    const second = await makeFilingPlace(null);
    const other = randomUUID();
    await drafted(second, other);
    await handedIn(second, other);
    expect(await filed(second, other, `${USCC}A26009`)).toEqual({ ok: false, reason: "number-no-uscc" });
    const stranger = await makeMember(second.organizationId, "charity-approver");
    expect(await endFiling({ ...acting(place, stranger, id), endedOn: TODAY, reason: "x" })).toEqual({
      ok: false,
      reason: "not-permitted",
    });
  });

  it("does not release a plan whose account is closed or whose responsible person is no staff", async () => {
    const place = await makeFilingPlace();
    const id = randomUUID();
    const typed = typedFiling(place);
    delete typed.isResponsibleFullTime;
    await drafted(place, id, { typed });
    await db.run("update bank_account set closed_at = $2 where id = $1", [place.bankAccountId, NOW]);
    expect(await releaseFiling({ ...acting(place, place.approver, id), judged: PLAN_CHECKS })).toEqual({
      ok: false,
      reason: "not-met",
      checks: ["responsible", "account"],
    });
  });
});
