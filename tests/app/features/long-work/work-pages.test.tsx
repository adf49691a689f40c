import { randomUUID } from "node:crypto";
import type { LoaderFunctionArgs } from "@remix-run/node";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { loadWork, loadWorkList, type WorkView } from "#app/features/long-work/load-work.server.ts";
import { WorkPage } from "#app/features/long-work/work-page.tsx";
import { db, transaction } from "#app/lib/db.server.ts";
import { advanceWork, beginWork, failWork, finishWork } from "#app/lib/long-work.server.ts";
import { makeOrganization, NOW } from "#tests/factories/books.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";

interface Answer<Shown> {
  data: Shown;
  init: { headers: Record<string, string> };
}

/** What a loader answers, or the status that it threw. */
async function read<Shown>(
  loader: (args: LoaderFunctionArgs) => Promise<unknown>,
  userId: string,
  params: Record<string, string> = {},
): Promise<Answer<Shown>> {
  const request = await requestOf(userId, "/workspace/work");
  return (await loader({ request, params, context: {} })) as Answer<Shown>;
}

async function begun(total = 10) {
  const { organizationId } = await makeOrganization();
  const userId = await makeMember(organizationId, "charity-clerk");
  const id = randomUUID();
  const given = { id, organizationId, kind: "build-export", subjectId: id, userId, total, now: NOW };
  await transaction((tx) => beginWork(tx, given));
  return { organizationId, userId, id, given };
}

const drawn = (work: WorkView) => renderToStaticMarkup(<WorkPage work={work} />);

describe("long work", () => {
  it("is shown with its counts, looks again while it runs, and rests when it is over", async () => {
    const { userId, id, given } = await begun();
    expect(await transaction((tx) => beginWork(tx, given))).toBe(false);

    const waiting = await read<{ work: WorkView }>(loadWork, userId, { id });
    expect(waiting.data.work).toMatchObject({ state: "waiting", done: 0, total: 10, isOwn: true });
    expect(waiting.init.headers.Refresh).toBe("4");
    expect(drawn(waiting.data.work)).toContain(`href="/workspace/work/${id}"`);

    await advanceWork(id, 4, NOW);
    await advanceWork(id, 3, NOW);
    const running = await read<{ work: WorkView }>(loadWork, userId, { id });
    expect(running.data.work).toMatchObject({ state: "running", done: 4 });
    expect(drawn(running.data.work)).toMatch(/<progress[^>]*max="10"[^>]*value="4"/);

    await failWork(id, "export-failed", NOW);
    const failed = await read<{ work: WorkView }>(loadWork, userId, { id });
    expect(failed.init.headers.Refresh).toBeUndefined();
    expect(drawn(failed.data.work)).toContain("请重新导出一次");
    expect(drawn({ ...failed.data.work, failureCode: "never-heard-of" })).toContain("值班人员会看到");

    await finishWork(id, NOW);
    const list = await read<{ works: WorkView[] }>(loadWorkList, userId);
    expect(list.data.works).toMatchObject([{ id, state: "finished", done: 10 }]);
    expect(drawn(list.data.works[0] as WorkView)).toContain(`href="/workspace/exports/${id}"`);
    expect(list.init.headers.Refresh).toBeUndefined();
  });

  it("is not to be known of by another organization, nor by a bent id", async () => {
    const { id } = await begun();
    const stranger = await begun();
    const colleague = await makeMember(stranger.organizationId, "charity-approver");
    for (const bad of [id, "not-a-uuid"])
      await expect(read(loadWork, stranger.userId, { id: bad })).rejects.toMatchObject({ status: 404 });
    const { data } = await read<{ works: WorkView[] }>(loadWorkList, colleague);
    expect(data.works.map((work) => [work.id, work.isOwn])).toEqual([[stranger.id, false]]);
    expect(await db.rows("select 1 as x from long_work where id = $1", [id])).toHaveLength(1);
  });
});
