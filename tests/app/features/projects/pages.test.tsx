import { randomUUID } from "node:crypto";
import { XMLValidator } from "fast-xml-parser";
import type { ReactElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { findFund } from "#app/features/funds/queries.server.ts";
import { addPicture, removePicture } from "#app/features/projects/add-picture.server.ts";
import { changeBudget } from "#app/features/projects/change-budget.server.ts";
import { milestonesOf, picturesOf, progressOf } from "#app/features/projects/parts.server.ts";
import { loadPublicParts } from "#app/features/projects/public-parts.server.ts";
import { ProjectEvidence, ProjectNotices, ProjectStory } from "#app/features/projects/public-parts.tsx";
import { publishProgress } from "#app/features/projects/publish-progress.server.ts";
import { reportMilestone } from "#app/features/projects/report-milestone.server.ts";
import { setMilestone } from "#app/features/projects/set-milestone.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundId } from "#app/lib/ids.ts";
import { loader as feedOfAll } from "#app/routes/organizations.$slug_.feed[.]atom.ts";
import { loader as picture } from "#app/routes/pictures.$.ts";
import { loader as evidence } from "#app/routes/projects.$slug_.evidence.$fileId.ts";
import { loader as feed } from "#app/routes/projects.$slug_.feed[.]atom.ts";
import { action as budget } from "#app/routes/workspace.projects.$id.budget.tsx";
import { action as edit } from "#app/routes/workspace.projects.$id.edit.tsx";
import { action as progress } from "#app/routes/workspace.projects.$id.progress.tsx";
import { action as create } from "#app/routes/workspace.projects.new.tsx";
import { makeUser, requestOf } from "#tests/factories/people.ts";
import { makeDraft, makeProject, photo, projectFields } from "#tests/factories/projects.ts";
import { makeSettledGift } from "#tests/factories/spending.ts";

const context = { lang: "en", large: false } as const;

async function thrownBy(work: Promise<unknown>): Promise<Response> {
  try {
    await work;
  } catch (answer) {
    if (answer instanceof Response) return answer;
    throw answer;
  }
  throw new Error("nothing was thrown");
}

async function post(userId: string, path: string, fields: Record<string, string>): Promise<Request> {
  return requestOf(userId, path, { method: "POST", body: new URLSearchParams(fields) });
}

function formOf(over: Record<string, string> = {}): Record<string, string> {
  const { goalFen: _, isPublicCampaign, ...fields } = projectFields();
  return {
    ...fields,
    isPublicCampaign: isPublicCampaign ? "yes" : "no",
    goal: "",
    why: "",
    fundId: newFundId(),
    formId: randomUUID(),
    ...over,
  };
}

describe("the forms of a project", () => {
  it("make one project of two clicks, and give back what was typed with what is wrong", async () => {
    const { clerkId } = await makeDraft();
    const fields = formOf();
    const send = async () =>
      create({ request: await post(clerkId, "/workspace/projects/new", fields), params: {}, context });
    const [first, second] = [await thrownBy(send()), await thrownBy(send())];
    expect([first.status, first.headers.get("location")]).toEqual([
      302,
      `/workspace/projects/${fields.fundId}?done=1`,
    ]);
    expect(second.headers.get("location")).toBe(first.headers.get("location"));

    const wrong = await create({
      request: await post(clerkId, "/workspace/projects/new", formOf({ title: "", goal: "12,3" })),
      params: {},
      context,
    });
    expect(wrong.init?.status).toBe(422);
    expect(wrong.data.state.errors).toEqual({ title: "errTitle", goal: "errAmount" });
    expect(wrong.data.state.typed).toMatchObject({ lead: "给山村独居老人送午餐", goal: "12,3" });

    const preview = await create({
      request: await post(
        clerkId,
        "/workspace/projects/new",
        formOf({ intent: "preview", story: "**热** <b>x</b>" }),
      ),
      params: {},
      context,
    });
    expect(preview.data.preview).toEqual([
      { tag: "p", children: [{ tag: "strong", children: ["热"] }, " <b>x</b>"] },
    ]);
  });

  it("are for the organization's people alone, and name what may not change", async () => {
    const project = await makeProject();
    const params = { id: project.fundId };
    const path = `/workspace/projects/${project.fundId}/edit`;
    const stranger = await makeDraft();
    const answer = await thrownBy(
      edit({ request: await post(stranger.clerkId, path, formOf()), params, context }),
    );
    expect(answer.status).toBe(404);
    const visitor = await thrownBy(
      edit({ request: await post(await makeUser(), path, formOf()), params, context }),
    );
    expect(visitor.status).toBe(403);
    const renamed = await edit({
      request: await post(project.clerkId, path, formOf({ title: "别的", why: "想换" })),
      params,
      context,
    });
    expect(renamed.data.state.refusal?.reason).toBe("published-fields");

    const lines = {
      formId: randomUUID(),
      "name-0": "食材",
      "code-0": "line-1",
      "planned-0": "x",
      "name-3": "",
      "planned-3": "5",
    };
    const short = await budget({
      request: await post(project.clerkId, path, { ...lines, why: "" }),
      params,
      context,
    });
    expect(short.data.state.errors).toEqual({ "planned-0": "errAmount", "name-3": "errLineName" });

    const body = new FormData();
    const typed = {
      formId: randomUUID(),
      corrects: "",
      happenedOn: "2026-11-01",
      title: "开灶",
      body: "热了",
      correctionNote: "",
    };
    for (const [name, value] of Object.entries(typed)) body.set(name, value);
    body.set("picture", new File([new Uint8Array(await photo())], "IMG_1.jpg"));
    const request = await requestOf(project.clerkId, path, { method: "POST", body });
    const unsaid = await progress({ request, params, context });
    expect(unsaid.data.state.errors).toEqual({ alt: "errAlt", consent: "errConsent" });
    expect(await progressOf(project.fundId)).toEqual([]);
  });
});

describe("the public page of a project", () => {
  it("shows the story as safe text, pictures in two widths, promises with evidence, and progress with its corrections", async () => {
    const project = await makeProject({ story: "灶台**热了**\n\n<script>alert(1)</script>" });
    const { acting, fundId } = project;
    await makeSettledGift(project, 123_400n);
    const content = new Uint8Array(await photo());
    const consent = "no-people" as const;
    const pictureId = randomUUID();
    await addPicture({
      ...acting,
      pictureId,
      progressId: null,
      content,
      alt: "一口锅",
      altEn: "A pot",
      consent,
    });
    const milestoneId = randomUUID();
    await setMilestone({
      ...acting,
      milestoneId,
      title: "12 个村供餐",
      titleEn: "",
      dueOn: "2026-11-01",
      targetKind: "done",
      targetFen: null,
      targetCount: null,
      unit: "",
    });
    const report = { ...acting, milestoneId, reachedFen: null, reachedCount: null, note: "", noteEn: "" };
    const files = [{ fileName: "签收.jpg", content }];
    await reportMilestone({
      ...report,
      reportId: randomUUID(),
      reachedOn: "2026-11-04",
      files,
      isPublic: true,
    });
    const hidden = [{ fileName: "名单.jpg", content: new Uint8Array([...content, 0]) }];
    await reportMilestone({
      ...report,
      reportId: randomUUID(),
      reachedOn: "2026-11-03",
      files: hidden,
      isPublic: false,
    });
    const entry = { ...acting, corrects: null, titleEn: "", bodyEn: "", picture: null, correctionNote: "" };
    const formId = randomUUID();
    await publishProgress({
      ...entry,
      formId,
      happenedOn: "2026-11-02",
      title: "第一顿",
      body: "6 个村 <i>",
      titleEn: "",
    });
    const correction = { ...entry, formId: randomUUID(), corrects: formId, correctionNote: "少写了一个村" };
    await publishProgress({ ...correction, happenedOn: "2026-11-02", title: "第一顿", body: "7 个村" });
    const lines = [{ purposeCode: "line-1", name: "食材", nameEn: "", plannedFen: 2_000_000n }];
    const later = new Date(acting.now.getTime() + 60_000);
    await changeBudget({ ...acting, now: later, formId: randomUUID(), lines, why: "保温箱有人捐了" });

    const fund = await findFund("project", await slugOf(fundId));
    if (!fund) throw new Error("the project is not public");
    const parts = await loadPublicParts(fund, "zh", "2026-11-22");
    const html = (element: ReactElement) => renderToStaticMarkup(element);
    const story = html(<ProjectStory {...parts} />);
    expect(story).toContain("<strong>热了</strong>");
    expect(story).not.toContain("<script>");
    expect(story).toMatch(/srcSet="\/pictures\/[0-9a-f]{64}\.jpg 640w, \/pictures\/[0-9a-f]{64}\.jpg 800w"/);
    const shown = html(<ProjectEvidence {...parts} slug={fund.slug} />);
    expect(shown).toContain("迟了 2 天做到");
    expect(shown).toContain("另有 1 份不公开");
    expect(shown).not.toContain("名单.jpg");
    expect(shown).toContain("更正：少写了一个村");
    expect(shown).toContain("7 个村");
    expect(shown).toContain("开始以来收到 ¥1,234.00");
    expect(shown).toContain("15,000.00");
    expect(html(<ProjectNotices {...parts} />)).toBe("");

    const [milestone] = await milestonesOf(fundId, "2026-11-22");
    const answerTo = (fileId: string | undefined) =>
      evidence({ request: new Request("http://x/"), params: { slug: fund.slug, fileId }, context });
    const open = milestone?.files.find(({ isPublic }) => isPublic);
    const closed = milestone?.files.find(({ isPublic }) => !isPublic);
    expect((await answerTo(open?.id)).headers.get("content-disposition")).toContain("attachment");
    expect((await thrownBy(answerTo(closed?.id))).status).toBe(404);

    const atom = await (
      await feed({
        request: new Request(`http://x/projects/${fund.slug}/feed.atom`),
        params: { slug: fund.slug },
        context,
      })
    ).text();
    expect(XMLValidator.validate(atom)).toBe(true);
    expect(atom).toContain(`<id>urn:uuid:${formId}</id>`);
    expect(atom).toContain("7 个村");
    expect(atom).not.toContain("<i>");
    const all = { request: new Request("http://x/"), params: { slug: fund.organizationSlug }, context };
    expect(await (await feedOfAll(all)).text()).toContain(`<id>urn:uuid:${formId}</id>`);

    const [kept] = await picturesOf(fundId);
    const address = `${kept?.copies[0]?.sha256}.jpg`;
    const ask = async (userId: string | null, headers = {}) =>
      picture({
        request: await requestOf(userId, `/pictures/${address}`, { headers }),
        params: { "*": address },
        context,
      });
    const answer = await ask(null);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    expect((await ask(null, { "If-None-Match": answer.headers.get("etag") ?? "" })).status).toBe(304);
    await removePicture({ ...acting, pictureId });
    expect((await thrownBy(ask(null))).status).toBe(404);
  });

  it("keeps a draft's pictures for its people", async () => {
    const { acting, clerkId } = await makeDraft();
    const content = new Uint8Array(await photo());
    const given = { ...acting, pictureId: randomUUID(), progressId: null, content, alt: "锅", altEn: "" };
    await addPicture({ ...given, consent: "no-people" });
    const [kept] = await picturesOf(acting.fundId);
    const address = `${kept?.copies[0]?.sha256}.jpg`;
    const ask = async (userId: string | null) =>
      picture({
        request: await requestOf(userId, `/pictures/${address}`),
        params: { "*": address },
        context,
      });
    expect((await thrownBy(ask(null))).status).toBe(404);
    expect((await thrownBy(ask(await makeUser()))).status).toBe(404);
    expect((await ask(clerkId)).headers.get("cache-control")).toBe("private, no-store");
  });
});

const slugOf = async (fundId: string): Promise<string> =>
  (await db.rows<{ slug: string }>("select slug from fund where id = $1", [fundId]))[0]?.slug ?? "";
