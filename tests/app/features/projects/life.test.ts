import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { approveDisbursement } from "#app/features/disbursements/approve-disbursement.server.ts";
import { proposeDisbursement } from "#app/features/disbursements/propose-disbursement.server.ts";
import { traceFund } from "#app/features/disbursements/trace-fund.server.ts";
import { donationTrace } from "#app/features/disbursements/trace-queries.server.ts";
import { withdrawDisbursement } from "#app/features/disbursements/withdraw-disbursement.server.ts";
import { addPicture, removePicture } from "#app/features/projects/add-picture.server.ts";
import { changeBudget } from "#app/features/projects/change-budget.server.ts";
import { approveEnd, proposeEnd, refuseEnd } from "#app/features/projects/end-project.server.ts";
import {
  type MilestoneReached,
  type MilestoneTarget,
  milestoneState,
} from "#app/features/projects/milestone-state.ts";
import { pauseProject, resumeProject } from "#app/features/projects/pause-project.server.ts";
import { projectNoWarning } from "#app/features/projects/project-codes.ts";
import { publishProgress } from "#app/features/projects/publish-progress.server.ts";
import {
  askForRelease,
  releaseProject,
  returnProject,
} from "#app/features/projects/release-project.server.ts";
import { reportMilestone } from "#app/features/projects/report-milestone.server.ts";
import { createProject, editProject } from "#app/features/projects/save-project.server.ts";
import { retireMilestone, setMilestone } from "#app/features/projects/set-milestone.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { NOW } from "#tests/factories/books.ts";
import { makeDraft, makeProject, photo, projectFields } from "#tests/factories/projects.ts";
import { makePaidGift, makeSettledGift, proposalOf } from "#tests/factories/spending.ts";

const stateOf = async (fundId: string) =>
  (await db.rows<{ state: string }>("select state from fund where id = $1", [fundId]))[0]?.state;
const actsOf = async (fundId: string) =>
  (
    await db.rows<{ act: string }>("select act from organization_act where subject_id = $1 order by act", [
      fundId,
    ])
  ).map(({ act }) => act);

describe("a project", () => {
  it("is made once with its fund, and published by a second person as the first one left it", async () => {
    const draft = await makeDraft();
    const { acting, approverId } = draft;
    const formId = randomUUID();
    const made = { ...acting, fundId: newFundId(), formId, fields: projectFields() };
    const both = await Promise.all([createProject(made), createProject(made)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect(both[0]).toMatchObject({ slug: `a-hot-meal-brought-${made.fundId.slice(0, 4)}` });
    expect(await createProject({ ...made, formId: randomUUID() })).toEqual({
      ok: false,
      reason: "other-content",
    });
    expect(await db.rows("select id from account where fund_id = $1", [made.fundId])).toHaveLength(3);
    expect(await askForRelease({ ...acting, fundId: made.fundId, releaseId: randomUUID() })).toEqual({
      ok: false,
      reason: "no-budget",
    });

    const releaseId = randomUUID();
    expect(await releaseProject({ ...acting, userId: approverId })).toEqual({
      ok: false,
      reason: "nothing-asked",
    });
    expect(await askForRelease({ ...acting, releaseId })).toEqual({ ok: true, repeated: false });
    expect(await askForRelease({ ...acting, releaseId: randomUUID() })).toEqual({ ok: true, repeated: true });
    const edit = { ...acting, formId: randomUUID(), fields: projectFields({ lead: "别的话" }), why: "" };
    expect(await editProject(edit)).toEqual({ ok: false, reason: "waiting-for-release" });
    expect(await releaseProject(acting)).toEqual({ ok: false, reason: "not-permitted" });
    expect(await returnProject({ ...acting, userId: approverId, why: "缺一句" })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await editProject(edit)).toEqual({ ok: true, repeated: false });
    expect(await editProject(edit)).toEqual({ ok: true, repeated: true });
    await askForRelease({ ...acting, userId: approverId, releaseId: randomUUID() });
    expect(await releaseProject({ ...acting, userId: approverId })).toEqual({
      ok: false,
      reason: "own-proposal",
    });
    expect(await releaseProject({ ...acting, userId: draft.secondApproverId })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await stateOf(acting.fundId)).toBe("open");
    expect(await actsOf(acting.fundId)).toEqual([
      "project-budget-changed",
      "project-created",
      "project-edited",
      "project-published",
      "project-release-asked",
      "project-release-asked",
      "project-returned",
    ]);
    expect(await editProject({ ...edit, organizationId: "o00000000" })).toEqual({
      ok: false,
      reason: "not-found",
    });
  });

  it("keeps what gifts were given under, gives reasons for the rest, and goes no step back", async () => {
    const { acting } = await makeProject();
    const edit = (over: Parameters<typeof projectFields>[0], why = "补上英文") =>
      editProject({ ...acting, formId: randomUUID(), fields: projectFields(over), why });
    expect(await edit({ title: "别的项目" })).toEqual({ ok: false, reason: "published-fields" });
    expect(await edit({ surplus: "随便" })).toEqual({ ok: false, reason: "published-fields" });
    expect(await edit({ leadEn: "Lunch" }, "")).toEqual({ ok: false, reason: "reason-missing" });
    expect(await edit({ leadEn: "Lunch" })).toEqual({ ok: true, repeated: false });
    const why = "雨季停工";
    expect(await pauseProject({ ...acting, pauseId: randomUUID(), why })).toEqual({
      ok: true,
      repeated: false,
    });
    expect(await pauseProject({ ...acting, pauseId: randomUUID(), why })).toEqual({
      ok: true,
      repeated: true,
    });
    expect(await resumeProject(acting)).toEqual({ ok: true, repeated: false });
    expect(await stateOf(acting.fundId)).toBe("open");
    for (const state of ["draft", "ended"])
      await expect(
        db.run("update fund set state = $2 where id = $1", [acting.fundId, state]),
      ).rejects.toThrow("a project does not go from open");
    await expect(
      db.run("update project set published_at = null where fund_id = $1", [acting.fundId]),
    ).rejects.toThrow("only moves forward");
    await expect(db.run("delete from project_version where fund_id = $1", [acting.fundId])).rejects.toThrow();
  });

  it("changes its budget with a reason and never below what is taken", async () => {
    const project = await makeProject();
    const { acting, fundId, organizationId, approverId } = project;
    await makeSettledGift(project, 900_000n);
    const proposal = { ...proposalOf(project, 600_000n), purposeCode: "line-1" };
    expect(await proposeDisbursement(proposal)).toMatchObject({ ok: true });
    const change = (food: bigint | null, why = "食材涨价", kitchens: string | null = null) =>
      changeBudget({
        ...acting,
        formId: randomUUID(),
        why,
        lines: [
          ...(food === null
            ? []
            : [{ purposeCode: "line-1", name: "食材", nameEn: "Food", plannedFen: food }]),
          { purposeCode: kitchens, name: "厨房", nameEn: "Kitchens", plannedFen: 300_000n },
        ],
      });
    expect(await change(null)).toMatchObject({ reason: "below-taken", purposeCode: "line-1" });
    await approveDisbursement({ id: proposal.id, organizationId, userId: approverId, now: NOW });
    expect(await change(599_999n)).toEqual({
      ok: false,
      reason: "below-taken",
      purposeCode: "line-1",
      takenFen: 600_000n,
    });
    expect(await change(600_000n, "")).toEqual({ ok: false, reason: "reason-missing" });
    expect(await change(600_000n)).toEqual({ ok: true, version: 2, repeated: false });
    const versions = await db.rows<{ version: number; totalFen: bigint; reason: string }>(
      `select version, total_fen as "totalFen", reason from project_budget_version where fund_id = $1 order by 1`,
      [fundId],
    );
    expect(versions).toEqual([
      { version: 1, totalFen: 1_500_000n, reason: "" },
      { version: 2, totalFen: 900_000n, reason: "食材涨价" },
    ]);
    expect(await change(600_000n, "还是那样", "line-3")).toMatchObject({ reason: "unchanged" });
    await withdrawDisbursement({ id: proposal.id, organizationId, userId: project.clerkId, now: NOW });
    expect(await change(1n, "食材另有人出", "line-3")).toMatchObject({ ok: true, version: 3 });
  });

  it("promises milestones that stay, and reports them with evidence", async () => {
    const { acting } = await makeProject();
    const milestone = {
      ...acting,
      milestoneId: randomUUID(),
      title: "12 个村开始供餐",
      titleEn: "",
      dueOn: "2026-12-01",
      targetKind: "count" as const,
      targetFen: null,
      targetCount: 12,
      unit: "个村",
    };
    expect(await setMilestone(milestone)).toEqual({ ok: true, repeated: false });
    expect(await setMilestone(milestone)).toEqual({ ok: true, repeated: true });
    const report = {
      ...acting,
      milestoneId: milestone.milestoneId,
      reportId: randomUUID(),
      reachedOn: "2026-11-20",
      reachedFen: null,
      reachedCount: 7,
      note: "",
      noteEn: "",
      files: [{ fileName: "签收.jpg", content: new Uint8Array(await photo()) }],
      isPublic: true,
    };
    expect(await reportMilestone({ ...report, files: [] })).toEqual({ ok: false, reason: "no-evidence" });
    expect(await reportMilestone({ ...report, reachedOn: "2027-01-01" })).toMatchObject({
      reason: "in-the-future",
    });
    const page = { fileName: "a.pdf", content: Buffer.from("<script>") };
    expect(await reportMilestone({ ...report, files: [page] })).toMatchObject({ reason: "file-type" });
    const both = await Promise.all([reportMilestone(report), reportMilestone(report)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    const why = "合村并校，改为 11 个村";
    expect(await retireMilestone({ ...acting, milestoneId: milestone.milestoneId, why })).toMatchObject({
      ok: true,
    });
    expect(await reportMilestone({ ...report, reportId: randomUUID() })).toMatchObject({
      reason: "no-such-milestone",
    });
    await expect(
      db.run("update project_milestone set due_on = '2027-01-01' where fund_id = $1", [acting.fundId]),
    ).rejects.toThrow("only moves forward");
  });

  it("publishes progress with the ledger's own figures, and corrects it in the open", async () => {
    const project = await makeProject();
    const { acting } = project;
    await makeSettledGift(project, 5_000n);
    const entry = {
      ...acting,
      formId: randomUUID(),
      corrects: null,
      happenedOn: "2026-11-20",
      title: "第一顿午饭",
      titleEn: "",
      body: "6 个村。",
      bodyEn: "",
      correctionNote: "",
      picture: {
        content: new Uint8Array(await photo()),
        alt: "一口灶",
        altEn: "",
        consent: "no-people" as const,
      },
    };
    const both = await Promise.all([publishProgress(entry), publishProgress(entry)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    await makePaidGift(project, 700n);
    const correction = {
      ...entry,
      formId: randomUUID(),
      corrects: entry.formId,
      picture: null,
      body: "7 个村。",
    };
    expect(await publishProgress(correction)).toMatchObject({ reason: "note-missing" });
    expect(await publishProgress({ ...correction, correctionNote: "少写了一个村" })).toMatchObject({
      version: 2,
    });
    expect(
      await publishProgress({
        ...correction,
        formId: randomUUID(),
        corrects: randomUUID(),
        correctionNote: "x",
      }),
    ).toMatchObject({
      reason: "no-such-entry",
    });
    const kept = await db.rows<{ version: number; raisedFen: bigint }>(
      `select version, raised_fen as "raisedFen" from project_progress where fund_id = $1 order by version`,
      [acting.fundId],
    );
    expect(kept).toEqual([
      { version: 1, raisedFen: 5_000n },
      { version: 2, raisedFen: 5_000n },
    ]);
    const given = { ...acting, progressId: null, alt: "山路", altEn: "", consent: "no-people" as const };
    const content = new Uint8Array(await photo());
    const pictureId = randomUUID();
    expect(await addPicture({ ...given, pictureId, content })).toEqual({ ok: true, repeated: false });
    expect(await addPicture({ ...given, pictureId, content })).toEqual({ ok: true, repeated: true });
    expect(await addPicture({ ...given, pictureId: randomUUID(), content })).toMatchObject({
      reason: "same-picture",
    });
    expect(
      await addPicture({ ...given, pictureId: randomUUID(), content: Buffer.from("<svg/>") }),
    ).toMatchObject({
      reason: "picture-type-not-allowed",
    });
    expect(await removePicture({ ...acting, pictureId })).toEqual({ ok: true, repeated: false });
    expect(await addPicture({ ...given, pictureId: randomUUID(), content })).toMatchObject({ ok: true });
  });
});

describe("the end of a project", () => {
  it("needs two people and a decision on what is left, which goes on in another project", async () => {
    const project = await makeProject();
    const other = await makeProject({ titleEn: "Shoes" }, project);
    const { acting, approverId } = project;
    const gift = await makeSettledGift(project, 8_000n);
    const end = {
      ...acting,
      endingId: randomUUID(),
      handling: "similar-purpose" as const,
      toFundId: other.fundId,
      notice: "今年的饭送完了，余下的给防滑鞋。",
      noticeEn: "",
    };
    const ask = (over: Partial<Parameters<typeof proposeEnd>[0]>) =>
      proposeEnd({ ...end, endingId: randomUUID(), ...over });
    expect(await ask({ handling: "none-left", toFundId: null })).toMatchObject({ reason: "something-left" });
    expect(await ask({ toFundId: acting.fundId })).toMatchObject({ reason: "fund-not-found" });
    const waiting = await makePaidGift(project, 500n);
    expect(await ask({})).toMatchObject({ reason: "unsettled" });
    await db.run("delete from unsettled_payment where payment_id = $1", [waiting.paymentId]);
    await db.run(
      `insert into settlement (fund_id, payment_id, donation_id, amount_fen, settled_at)
       select fund_id, id, donation_id, amount_fen, $2 from payment where id = $1`,
      [waiting.paymentId, NOW],
    );

    expect(await proposeEnd(end)).toEqual({ ok: true, repeated: false });
    expect(await proposeEnd(end)).toEqual({ ok: true, repeated: true });
    expect(await ask({})).toMatchObject({ reason: "already-asked" });
    expect(await approveEnd({ ...acting, endingId: end.endingId })).toMatchObject({ reason: "own-proposal" });
    await makeSettledGift(project, 1n);
    const decide = { ...acting, userId: approverId, endingId: end.endingId };
    expect(await approveEnd(decide)).toMatchObject({ reason: "money-moved-since" });
    expect(await refuseEnd({ ...decide, why: "又来了一分钱" })).toEqual({ ok: true, repeated: false });

    const again = { ...end, endingId: randomUUID() };
    expect(await proposeEnd(again)).toMatchObject({ ok: true });
    const agreed = { ...decide, endingId: again.endingId };
    const both = await Promise.all([approveEnd(agreed), approveEnd(agreed)]);
    expect(both.map((result) => result.ok && result.repeated).sort()).toEqual([false, true]);
    expect(await stateOf(acting.fundId)).toBe("ended");
    for (const fundId of [acting.fundId, other.fundId]) await traceFund(fundId, NOW);
    expect(await donationTrace(acting.fundId, gift.donationId)).toMatchObject({
      unusedFen: 8_000n,
      moves: [{ moveId: again.endingId, amountFen: 8_000n }],
    });
    expect(await actsOf(acting.fundId)).toEqual(
      expect.arrayContaining(["project-ended", "project-end-refused"]),
    );

    // What comes after the end is decided alike; with nothing left there is nothing to decide.
    expect(await ask({})).toMatchObject({ reason: "nothing-left" });
    await makeSettledGift(project, 30n);
    const late = { ...end, endingId: randomUUID() };
    expect(await proposeEnd(late)).toMatchObject({ ok: true });
    expect(await approveEnd({ ...decide, endingId: late.endingId })).toMatchObject({
      ok: true,
      repeated: false,
    });
    await expect(db.run("update fund set state = 'open' where id = $1", [acting.fundId])).rejects.toThrow();
  });

  it("waits for what is on its way out", async () => {
    const project = await makeProject();
    await makeSettledGift(project, 900n);
    const proposal = { ...proposalOf(project, 600n), purposeCode: "line-1" };
    await proposeDisbursement(proposal);
    const end = { ...project.acting, endingId: randomUUID(), handling: "none-left" as const, toFundId: null };
    expect(await proposeEnd({ ...end, notice: "完了", noticeEn: "" })).toMatchObject({
      reason: "open-payments",
    });
  });
});

describe("the rules of a project", () => {
  const done: MilestoneTarget = {
    dueOn: "2026-11-20",
    targetKind: "done",
    targetFen: null,
    targetCount: null,
  };
  const twelve: MilestoneTarget = { ...done, targetKind: "count", targetCount: 12 };
  const paid: MilestoneTarget = { ...done, targetKind: "amount", targetFen: 500n };
  const on = (
    reachedOn: string,
    count: number | null = null,
    fen: bigint | null = null,
  ): MilestoneReached => ({
    reachedOn,
    reachedCount: count,
    reachedFen: fen,
  });
  it.each<[string, MilestoneTarget, MilestoneReached | null, string, ReturnType<typeof milestoneState>]>([
    ["waits", done, null, "2026-11-20", { kind: "scheduled", status: "scheduled", days: 0 }],
    ["is missed a day later", done, null, "2026-11-21", { kind: "missed", status: "notMet", days: 1 }],
    ["is met on its day", done, on("2026-11-20"), "2026-12-01", { kind: "met", status: "met" }],
    ["is met late", done, on("2026-11-23"), "2026-12-01", { kind: "late", status: "met", days: 3 }],
    [
      "is met in part",
      twelve,
      on("2026-11-02", 11),
      "2026-11-10",
      { kind: "partly", status: "partiallyMet", days: 10 },
    ],
    [
      "is missed in part",
      twelve,
      on("2026-11-02", 11),
      "2026-11-22",
      { kind: "missed", status: "partiallyMet", days: 2 },
    ],
    ["is met by its number", twelve, on("2026-11-02", 12), "2026-11-22", { kind: "met", status: "met" }],
    [
      "is met by its amount, to the fen",
      paid,
      on("2026-11-02", null, 500n),
      "2026-11-22",
      { kind: "met", status: "met" },
    ],
    [
      "lacks a fen",
      paid,
      on("2026-11-02", null, 499n),
      "2026-11-19",
      { kind: "partly", status: "partiallyMet", days: 1 },
    ],
  ])("a milestone %s", (_what, target, reached, today, state) => {
    expect(milestoneState(target, reached, today)).toEqual(state);
  });

  it.each([
    ["", null],
    ["51330122MJ90000067P26003", null],
    ["51330122MJ90000067P26003-1", null],
    ["51330122MJ90000067A26003", "format"],
    ["P26003", "format"],
    ["53330100MJ90000140P26003", "other-organization"],
  ])("the number %j is odd as %s", (projectNo, warning) => {
    expect(projectNoWarning(projectNo, "51330122MJ90000067")).toBe(warning);
  });
});
