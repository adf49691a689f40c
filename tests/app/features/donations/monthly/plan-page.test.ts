import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

vi.hoisted(() => {
  process.env.PUBLIC_URL = `http://127.0.0.1:${39_000 + Math.floor(Math.random() * 9_000)}`;
});

import { cancelMonthlyPlan } from "#app/features/donations/monthly/change-monthly-plan.server.ts";
import { countMonthlyDonors } from "#app/features/funds/monthly-donors.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newSecret } from "#app/lib/ids.ts";
import { shanghaiDateTime, shanghaiDay } from "#app/lib/time.ts";
import { action, loader } from "#app/routes/monthly.$id.tsx";
import { action as give } from "#app/routes/projects.$slug_.donate.tsx";
import {
  type MonthlyPlace,
  type MonthlyWorld,
  makeMonthlyPlace,
  type PlanHandle,
  planOf,
  sign,
  signedPlan,
  startMonthlyWorld,
  stateOf,
} from "#tests/factories/monthly.ts";
import { makeUser, requestOf } from "#tests/factories/people.ts";

// The page reads its own clock, so this world's stands at the real time.
let world: MonthlyWorld;
let place: MonthlyPlace;
beforeAll(async () => {
  world = await startMonthlyWorld("plan-page", shanghaiDateTime(new Date()));
});
afterAll(() => world.close());
afterEach(() => world.quiet());
beforeEach(async () => {
  world.goTo(shanghaiDateTime(new Date()));
  place = await makeMonthlyPlace(world);
  await db.run("update fund set filing_to = '2099-01-01'");
});

const site = "http://127.0.0.1:3000";
let count = 0;
/** Each caller has an address of its own, so that no limit but the tested one is met. */
function newAddress(): string {
  count += 1;
  return `192.0.2.${count}`;
}

async function open(id: string, how: { token?: string; cookie?: string; user?: string; from?: string } = {}) {
  const path = `/monthly/${id}${how.token ? `?token=${how.token}` : ""}`;
  const request = how.user
    ? await requestOf(how.user, path)
    : new Request(`${site}${path}`, how.cookie ? { headers: { Cookie: how.cookie } } : {});
  const context = { clientAddress: how.from ?? newAddress() };
  try {
    const answer = await loader({ request, params: { id }, context });
    return { status: answer.init?.status ?? 200, data: answer.data, location: null, setCookie: null };
  } catch (thrown) {
    if (!(thrown instanceof Response)) throw thrown;
    const { status, headers } = thrown;
    return { status, data: null, location: headers.get("location"), setCookie: headers.get("set-cookie") };
  }
}

async function send(plan: PlanHandle, form: Record<string, string>, cookie = `monthly=${plan.token}`) {
  const request = new Request(`${site}/monthly/${plan.id}`, {
    method: "POST",
    body: new URLSearchParams(form),
    headers: { Cookie: cookie },
  });
  try {
    const answer = await action({
      request,
      params: { id: plan.id },
      context: { clientAddress: newAddress() },
    });
    if (!("data" in answer))
      return { status: answer.status, location: answer.headers.get("location") ?? "", errors: {} };
    return { status: answer.init?.status ?? 200, location: "", errors: answer.data.errors };
  } catch (thrown) {
    if (thrown instanceof Response) return { status: thrown.status, location: "", errors: {} };
    throw thrown;
  }
}

describe("the page of a plan", () => {
  it("opens by the mailed link, which leaves the address for a cookie of this page alone", async () => {
    const plan = await signedPlan(world, place);
    const [letter] = await db.rows<{ text: string }>("select text from outgoing_mail");
    const link = /\/monthly\/(m[0-9a-z]{20})\?token=([0-9a-z]{26})/.exec(letter?.text ?? "");
    expect(link?.slice(1)).toEqual([plan.id, plan.token]);
    const first = await open(plan.id, { token: plan.token });
    expect(first).toMatchObject({ status: 302, location: `/monthly/${plan.id}` });
    expect(first.setCookie).toMatch(
      new RegExp(`^monthly=${plan.token}; Path=/monthly/${plan.id}; .*HttpOnly; SameSite=Lax`),
    );
    const page = await open(plan.id, { cookie: `monthly=${plan.token}` });
    expect(page).toMatchObject({ status: 200, data: { now: { state: "active" } } });
    const shown = JSON.stringify(page.data, (_key, value) =>
      typeof value === "bigint" ? String(value) : value,
    );
    for (const secret of [plan.token, "donor@example.org", place.credentials.alipay])
      expect(shown).not.toContain(secret);
  });

  it("is not there for anybody else, and wrong links come to an end", async () => {
    const [plan, other] = [await signedPlan(world, place), await signedPlan(world, place)];
    expect((await open(plan.id)).status).toBe(404);
    expect((await open(plan.id, { token: "x".repeat(26) })).status).toBe(404);
    expect((await open(plan.id, { cookie: `monthly=${other.token}` })).status).toBe(404);
    expect((await open(`m${place.fundId}000000000000`, { token: plan.token })).status).toBe(404);
    expect((await open("nonsense", { token: plan.token })).status).toBe(404);
    const tries = [];
    for (let count = 0; count < 32; count += 1)
      tries.push((await open(plan.id, { token: newSecret(), from: "203.0.113.9" })).status);
    expect(tries.slice(0, 30)).toEqual(Array(30).fill(404));
    expect(tries.slice(30)).toEqual([429, 429]);
    expect(await send(plan, { intent: "cancel" }, `monthly=${other.token}`)).toMatchObject({ status: 404 });
    expect((await stateOf(world, plan)).state).toBe("active");
  });

  it("opens for the account that it was made with, and no other", async () => {
    const plan = await signedPlan(world, place);
    const [owner, other] = [await makeUser(), await makeUser()];
    await db.run("update monthly_plan set user_id = $2 where id = $1", [plan.id, owner]);
    expect((await open(plan.id, { user: owner })).status).toBe(200);
    expect((await open(plan.id, { user: other })).status).toBe(404);
  });

  it("carries out every change, and keeps what was typed wrongly", async () => {
    const plan = await signedPlan(world, place, { amountFen: 3_000n, dayOfMonth: 1 });
    const done = (intent: string) => ({ status: 302, location: `/monthly/${plan.id}?done=${intent}` });
    expect(await send(plan, { intent: "terms", amount: "20", day: "3" })).toMatchObject(done("terms"));
    expect(await stateOf(world, plan)).toMatchObject({ amountFen: 2_000n, dayOfMonth: 3 });
    expect(await send(plan, { intent: "terms", amount: "45.00", day: "3" })).toMatchObject({
      status: 302,
      location: expect.stringContaining("alipay.user.agreement.page.sign"),
    });
    expect(await send(plan, { intent: "terms", amount: "1.234", day: "29" })).toMatchObject({
      status: 422,
      errors: { amount: "amountWrong", day: "dayMissing" },
    });
    const next = (await stateOf(world, plan)).nextDueOn ?? "";
    expect(await send(plan, { intent: "skip", period: next.slice(0, 7) })).toMatchObject(done("skip"));
    expect(await send(plan, { intent: "pause", months: "open" })).toMatchObject(done("pause"));
    expect((await stateOf(world, plan)).state).toBe("paused");
    expect(await send(plan, { intent: "resume" })).toMatchObject(done("resume"));
    expect(await send(plan, { intent: "nonsense" })).toMatchObject({
      status: 422,
      errors: { form: "formBroken" },
    });
    expect(await send(plan, { intent: "cancel", reason: "enough" })).toMatchObject(done("cancel"));
    expect((await planOf(plan)).agreements.every((one) => one.endedAt)).toBe(true);
    expect(await send(plan, { intent: "resume" })).toMatchObject({
      status: 409,
      errors: { form: "refused_cancelled" },
    });
  });
});

describe("the giving form", () => {
  const filled = (over: Record<string, string> = {}) => ({
    amount: "other",
    other: "36.50",
    provider: "alipay",
    visibility: "anonymous",
    email: "donor@example.org",
    frequency: "monthly",
    day: String(Math.min(Number(shanghaiDay(new Date()).slice(8)), 28)),
    attempt: newSecret(),
    ...over,
  });
  async function submit(form: Record<string, string>) {
    const request = new Request(`${site}/projects/${place.slug}/donate`, {
      method: "POST",
      body: new URLSearchParams(form),
    });
    const context = { clientAddress: newAddress() };
    return give({ request, params: { slug: place.slug }, context });
  }

  it("leads to the page where it is signed, once for one form, and hands no donor over", async () => {
    const form = filled();
    const [first, again] = [await submit(form), await submit(form)];
    if (!(first instanceof Response) || !(again instanceof Response)) throw new Error("refused");
    const location = first.headers.get("location") ?? "";
    expect(location).toContain("alipay.user.agreement.page.sign");
    expect(again.headers.get("location")).toBe(location);
    expect(decodeURIComponent(location)).not.toContain("donor@example.org");
    expect(first.headers.get("set-cookie")).toMatch(/^monthly=\w{26}; Path=\/monthly\/m\w{20}; /);
    expect(await db.rows("select 1 from monthly_plan")).toHaveLength(1);
    expect(await db.rows("select 1 from donation")).toHaveLength(0);
    await sign(world, location);
    expect(await db.rows("select 1 from monthly_act where kind = 'started'")).toHaveLength(1);
    const after = await submit(form);
    expect(after instanceof Response && after.headers.get("location")).toMatch(/\/monthly\/m\w{20}$/);
    expect(await db.rows("select 1 from monthly_agreement")).toHaveLength(1);
  });

  it.each([
    [{ email: "" }, { email: "emailNeededMonthly" }],
    [{ day: "29" }, { day: "dayMissing" }],
    [{ day: "31" }, { day: "dayMissing" }],
    [{ day: "" }, { day: "dayMissing" }],
    [{ provider: "offline" }, { provider: "monthlyNotThisWay" }],
    [{ provider: "stripe", other: "3.99" }, { other: "amountTooSmallForCard" }],
  ])("refuses %j", async (over, errors) => {
    const answer = await submit(filled(over));
    if (answer instanceof Response) throw new Error("taken");
    expect(answer).toMatchObject({ init: { status: 422 }, data: { errors } });
    expect(await db.rows("select 1 from monthly_plan")).toHaveLength(0);
  });
});

it("counts who gives monthly only where nobody could be guessed at", async () => {
  const plans = [];
  for (let count = 0; count < 5; count += 1) {
    expect(await countMonthlyDonors(place.fundId)).toBeNull();
    plans.push(await signedPlan(world, place, { email: `donor${count}@example.org` }));
  }
  expect(await countMonthlyDonors(place.fundId)).toBe(5);
  const [first] = plans;
  if (first) await cancelMonthlyPlan(first, null, world.now());
  expect(await countMonthlyDonors(place.fundId)).toBeNull();
});
