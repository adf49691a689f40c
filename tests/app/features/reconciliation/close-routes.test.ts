import { randomUUID } from "node:crypto";
import type { ActionFunctionArgs } from "@remix-run/node";
import { describe, expect, it } from "vitest";
import { answerOrganization } from "#app/features/organizations/api.server.ts";
import { loadPublicReconciliation } from "#app/features/reconciliation/load-pages.server.ts";
import { reopenDay } from "#app/features/reconciliation/reopen-day.server.ts";
import { db } from "#app/lib/db.server.ts";
import { fenToYuan } from "#app/lib/money.ts";
import {
  action as assign,
  loader as breaksLoader,
} from "#app/routes/workspace_.reconciliation.breaks._index.tsx";
import {
  action as actOnBreak,
  loader as breakLoader,
} from "#app/routes/workspace_.reconciliation.breaks.$id.tsx";
import { loader as closesLoader } from "#app/routes/workspace_.reconciliation.close._index.tsx";
import {
  action as actOnDay,
  loader as dayLoader,
} from "#app/routes/workspace_.reconciliation.close.$day._index.tsx";
import { loader as downloadLoader } from "#app/routes/workspace_.reconciliation.close.$day.download.ts";
import { makeMember, requestOf } from "#tests/factories/people.ts";
import { type ClosingPlace, close, makeClosingPlace, sign, takeDay } from "./closing.ts";
import { DAY, giftLines, makePaidGift, NEXT_MORNING, otherLine } from "./statement-files.ts";

const PATH = "/workspace/reconciliation";

type Route = (args: ActionFunctionArgs) => Promise<unknown>;

/** What a route answers: data, or the response it threw, with its status. */
async function call(
  route: Route,
  userId: string | null,
  path: string,
  params: Record<string, string> = {},
  form?: Record<string, string | string[]>,
): Promise<{ status: number; body: unknown; location: string | null }> {
  const init: RequestInit = {};
  if (form) {
    const body = new URLSearchParams();
    for (const [name, value] of Object.entries(form))
      for (const one of [value].flat()) body.append(name, one);
    init.method = "POST";
    init.body = body;
  }
  const request = await requestOf(userId, path, init);
  try {
    const answer = await route({ request, params, context: {} });
    const isWrapped = typeof answer === "object" && answer !== null && "init" in answer && "data" in answer;
    const wrapped = answer as { data: unknown; init: ResponseInit | null };
    return isWrapped
      ? { status: wrapped.init?.status ?? 200, body: wrapped.data, location: null }
      : { status: 200, body: answer, location: null };
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    return { status: thrown.status, body: null, location: thrown.headers.get("location") };
  }
}

async function makeDayWithBreak(): Promise<ClosingPlace & { breakId: string }> {
  const place = await makeClosingPlace();
  const gift = await makePaidGift(place, 10_000n);
  await takeDay(place, [...giftLines(gift), otherLine({ type: "收费", amountFen: -60n })]);
  const [found] = await db.rows<{ id: string }>(
    "select id from reconciliation_break where organization_id = $1",
    [place.organizationId],
  );
  return { ...place, breakId: found?.id ?? "" };
}

describe("the queue of breaks", () => {
  it("is for members of the charity; each break for its own charity alone", async () => {
    const place = await makeDayWithBreak();
    const other = await makeClosingPlace();
    const params = { id: place.breakId };
    const path = `${PATH}/breaks/${place.breakId}`;
    expect((await call(breaksLoader, null, `${PATH}/breaks`)).status).toBe(302);
    expect(
      (await call(breaksLoader, await makeMember(place.organizationId, "merchant"), `${PATH}/breaks`)).status,
    ).toBe(403);
    expect((await call(breakLoader, other.clerkId, path, params)).status).toBe(404);
    const form = { attempt: randomUUID(), intent: "explain", reason: "misc", note: "x" };
    expect((await call(actOnBreak, other.approverId, path, params, form)).status).toBe(404);
    expect((await call(breaksLoader, place.clerkId, `${PATH}/breaks`)).body).toMatchObject({
      open: { count: 1, fen: 60n },
      breaks: [{ id: place.breakId, kind: "fee-unexplained" }],
      asks: { unownedCount: 1, overdueCount: 0 },
    });
    const filtered = await call(
      breaksLoader,
      place.clerkId,
      `${PATH}/breaks?kind=amount-mismatch&owner=none`,
    );
    expect(filtered.body).toMatchObject({ breaks: [] });
  });

  it("is read and not written by the bureau's officer", async () => {
    const place = await makeDayWithBreak();
    const officer = await makeMember((await makeClosingPlace()).organizationId, "bureau-officer");
    const query = `?organization=${place.organizationId}`;
    expect((await call(breaksLoader, officer, `${PATH}/breaks${query}`)).status).toBe(200);
    expect((await call(dayLoader, officer, `${PATH}/close/${DAY}${query}`, { day: DAY })).body).toMatchObject(
      {
        may: { sign: false, close: false, reopen: false },
      },
    );
    const form = { attempt: randomUUID(), intent: "sign" };
    expect((await call(actOnDay, officer, `${PATH}/close/${DAY}${query}`, { day: DAY }, form)).status).toBe(
      403,
    );
    expect((await call(assign, officer, `${PATH}/breaks${query}`, {}, form)).status).toBe(403);
  });

  it("gives what is picked to an owner, and says what is missing", async () => {
    const place = await makeDayWithBreak();
    const form = { attempt: randomUUID(), owner: place.approverId, reason: "under-inquiry", note: "" };
    const without = await call(assign, place.clerkId, `${PATH}/breaks`, {}, form);
    expect(without).toMatchObject({ status: 422, body: { refusal: "none-chosen" } });
    const taken = await call(
      assign,
      place.clerkId,
      `${PATH}/breaks`,
      {},
      { ...form, break: [place.breakId] },
    );
    expect(taken).toMatchObject({ status: 302, location: `${PATH}/breaks?done=1` });
    const page = await call(breakLoader, place.clerkId, `${PATH}/breaks/${place.breakId}`, {
      id: place.breakId,
    });
    expect(page.body).toMatchObject({
      found: { ownerName: "李雷", reason: "under-inquiry" },
      acts: [{ act: "assigned" }],
      plan: { ok: true, legs: [{ kind: "provider-fee-borne", amountFen: 60n }] },
    });
  });
});

describe("closing by the pages", () => {
  it("goes from the break to two signatures, and the file says what the page says", async () => {
    const place = await makeDayWithBreak();
    const { breakId, clerkId, approverId } = place;
    const onBreak = (userId: string, form: Record<string, string>) =>
      call(
        actOnBreak,
        userId,
        `${PATH}/breaks/${breakId}`,
        { id: breakId },
        { attempt: randomUUID(), ...form },
      );
    const onDay = (userId: string, intent: string) =>
      call(
        actOnDay,
        userId,
        `${PATH}/close/${DAY}`,
        { day: DAY },
        { attempt: randomUUID(), intent, note: "" },
      );
    const page = async (userId: string) =>
      (await call(dayLoader, userId, `${PATH}/close/${DAY}`, { day: DAY })).body;
    expect(await page(clerkId)).toMatchObject({ obstacles: [{ reason: "breaks-open", count: 1 }] });
    expect(await onDay(clerkId, "sign")).toMatchObject({ status: 422, body: { refusal: "obstacles" } });
    expect((await onBreak(clerkId, { intent: "request-write-off", note: "渠道不退" })).status).toBe(302);
    expect(await onBreak(clerkId, { intent: "approve", note: "" })).toMatchObject({
      body: { refusal: "not-member" },
    });
    expect((await onBreak(approverId, { intent: "approve", note: "" })).status).toBe(302);
    expect((await onDay(clerkId, "sign")).location).toBe(`${PATH}/close/${DAY}?done=signed`);
    expect(await page(clerkId)).toMatchObject({ may: { sign: false, close: false, isSigner: true } });
    expect(await page(approverId)).toMatchObject({ may: { close: true, isStale: false } });
    expect((await onDay(approverId, "close")).location).toBe(`${PATH}/close/${DAY}?done=closed`);
    expect(await page(approverId)).toMatchObject({ may: { reopen: true }, live: { closedByName: "李雷" } });
    expect((await call(closesLoader, clerkId, `${PATH}/close`)).body).toMatchObject({
      days: [{ day: DAY, breakCount: 0 }],
    });
    expect(await onDay(approverId, "reopen")).toMatchObject({ status: 422, body: { refusal: "no-note" } });
    const download = await call(downloadLoader, clerkId, `${PATH}/close/${DAY}/download`, { day: DAY });
    const file = Buffer.from(await (download.body as Response).arrayBuffer()).toString("utf8");
    expect(file.startsWith("\uFEFFtype,book")).toBe(true);
    const { figures } = (await page(clerkId)) as {
      figures: { bridges: { book: string; statementFen: bigint; ledgerFen: bigint }[] };
    };
    const bridge = figures.bridges.find(({ book }) => book === place.sellerId);
    const lines = file.trim().split("\r\n");
    const book = `…${place.sellerId.slice(-4)}`;
    expect(lines).toContain(
      `sum of statement,${book},,${DAY},,3,rows,${fenToYuan(bridge?.statementFen ?? 0n)},,`,
    );
    expect(lines).toContain(`sum of entry,${book},,${DAY},,2,rows,${fenToYuan(bridge?.ledgerFen ?? 0n)},,`);
    expect(file).not.toContain("example.com");
  });

  it("is public: how far, when, and that a day was opened again; never who or why", async () => {
    const place = await makeDayWithBreak();
    await db.run("update reconciliation_break set owner_id = $1, reason = 'misc'", [place.clerkId]);
    await sign(place);
    expect(await close(place)).toMatchObject({ ok: true });
    const read = async () => {
      const page = await loadPublicReconciliation(place.organizationId, NEXT_MORNING);
      const answer = await answerOrganization(
        new Request("https://x.test/api/v1/organizations/x"),
        place.organizationId,
        NEXT_MORNING,
      );
      return { page, api: (await answer.json()) as { reconciliation: unknown } };
    };
    const closed = await read();
    expect(closed.page.closings).toMatchObject([{ day: DAY, reopenedAt: null }]);
    expect(closed.api.reconciliation).toEqual({ closedThrough: DAY, openBreakCount: 1, oldestBreakDay: DAY });
    const { organizationId, approverId: userId } = place;
    await reopenDay({ organizationId, day: DAY, userId, note: "银行补了一行", now: NEXT_MORNING });
    const opened = await read();
    expect(opened.page.closings).toMatchObject([{ day: DAY, reopenedAt: NEXT_MORNING }]);
    expect(opened.api.reconciliation).toMatchObject({ closedThrough: null });
    const text = JSON.stringify(opened, (_key, value) => (typeof value === "bigint" ? `${value}` : value));
    for (const secret of [place.clerkId, userId, "李雷", "银行补了一行"]) expect(text).not.toContain(secret);
  });

  it("knows only days", async () => {
    const place = await makeClosingPlace();
    for (const day of ["2026-13-45", "9999-01-01", "nonsense"])
      expect((await call(dayLoader, place.clerkId, `${PATH}/close/${day}`, { day })).status).toBe(404);
  });
});
