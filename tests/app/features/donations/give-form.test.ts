import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import { dictionary } from "#app/lib/i18n.ts";
import { newSecret } from "#app/lib/ids.ts";
import { action, loader } from "#app/routes/projects.$slug_.donate.tsx";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, type GivingPlace, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("give-form");
});
afterAll(() => sandbox.close());

type Typed = Record<string, string>;
interface Refusal {
  status: number;
  typed: Typed;
  errors: Record<string, string>;
}

const filled = (over: Typed = {}): Typed => ({
  amount: "other",
  other: "36.50",
  provider: "alipay",
  visibility: "anonymous",
  name: "",
  pseudonym: "",
  email: "",
  message: "",
  attempt: newSecret(),
  ...over,
});

/** Sends the form as a browser without scripts does. */
async function send(place: GivingPlace, typed: Typed): Promise<Response | Refusal> {
  const request = new Request(`http://127.0.0.1:3000/projects/${place.slug}/donate`, {
    method: "POST",
    body: new URLSearchParams(typed),
  });
  const context = { clientAddress: "192.0.2.1" };
  const answer = await action({ request, params: { slug: place.slug }, context });
  if (!("data" in answer)) return answer as Response;
  const { data, init } = answer;
  return { status: init?.status ?? 200, typed: data.typed as Typed, errors: data.errors as Typed };
}

async function refused(place: GivingPlace, typed: Typed): Promise<Refusal> {
  const answer = await send(place, typed);
  if (answer instanceof Response)
    throw new Error(`taken: ${answer.status} ${answer.headers.get("location")}`);
  // What was typed is there again, and each message is said in both languages.
  expect(answer.typed).toEqual(typed);
  for (const key of Object.values(answer.errors)) {
    const [zh, en] = ["zh", "en"].map((lng) => dictionary.getFixedT(lng, "give")(key));
    expect(zh, key).toMatch(/\p{Script=Han}/u);
    expect(en, key).toMatch(/^[A-Z][^\p{Script=Han}]+\.?$/u);
  }
  return answer;
}

async function taken(place: GivingPlace, typed: Typed): Promise<{ location: string; amountFen: bigint }> {
  const answer = await send(place, typed);
  if (!(answer instanceof Response)) throw new Error(`refused: ${JSON.stringify(answer.errors)}`);
  expect(answer.status).toBe(302);
  const [gift] = await db.rows<{ amountFen: bigint }>(`select amount_fen as "amountFen" from donation`);
  return { location: answer.headers.get("location") ?? "", amountFen: gift?.amountFen ?? 0n };
}

const giftCount = async () => (await db.rows("select 1 from donation")).length;

describe("an amount", () => {
  it.each([
    ["36.50", 3_650n],
    ["0.01", 1n],
    ["３６．５０", 3_650n],
    ["３６。５", 3_650n],
    ["¥1,000.5元", 100_050n],
    [" １００ ", 10_000n],
    ["10000000", 1_000_000_000n],
  ])("typed as %s is understood to the fen", async (other, amountFen) => {
    const place = await makeGivingPlace(sandbox);
    expect((await taken(place, filled({ other }))).amountFen).toBe(amountFen);
  });

  it("may be picked", async () => {
    const place = await makeGivingPlace(sandbox);
    expect((await taken(place, filled({ amount: "5000", other: "" }))).amountFen).toBe(5_000n);
  });

  it.each([
    ["", "amountMissing"],
    ["0", "amountTooSmall"],
    ["0.00", "amountTooSmall"],
    ["-5", "amountTooSmall"],
    ["−5", "amountTooSmall"],
    ["－５", "amountTooSmall"],
    ["36.505", "amountThreeDecimals"],
    ["０．００１", "amountThreeDecimals"],
    ["10000000.01", "amountTooLarge"],
    ["99999999999999999999", "amountTooLarge"],
    ["三十六", "amountNotANumber"],
    ["1e3", "amountNotANumber"],
    ["1,00", "amountNotANumber"],
    ["36.5.0", "amountNotANumber"],
    ["NaN", "amountNotANumber"],
  ])("typed as %j is refused beside its field", async (other, key) => {
    const place = await makeGivingPlace(sandbox);
    expect(await refused(place, filled({ other }))).toMatchObject({ status: 422, errors: { other: key } });
    expect(await giftCount()).toBe(0);
  });

  it.each(["0", "-1", "1.5", "99999999999", "x"])(
    "picked as %s, which nobody offers, is refused",
    async (amount) => {
      const place = await makeGivingPlace(sandbox);
      expect((await refused(place, filled({ amount, other: "" }))).errors).toEqual({
        other: "amountMissing",
      });
    },
  );

  it.each<Typed>([{ other: "3.99" }, { amount: "399", other: "" }])(
    "below ¥4.00 by card is refused: %j",
    async (over) => {
      const place = await makeGivingPlace(sandbox);
      const answer = await refused(place, filled({ ...over, provider: "stripe" }));
      expect(answer).toMatchObject({ status: 422, errors: { other: "amountTooSmallForCard" } });
      expect((await taken(place, filled({ other: "4", provider: "stripe" }))).amountFen).toBe(400n);
    },
  );
});

describe("a field", () => {
  it.each([
    ["provider", "providerMissing", { provider: "" }],
    ["provider", "providerMissing", { provider: "cash" }],
    ["name", "nameMissing", { visibility: "public" }],
    ["name", "nameMissing", { visibility: "public", name: "  " }],
    ["name", "nameTooLong", { visibility: "public", name: "某".repeat(41) }],
    ["pseudonym", "pseudonymMissing", { visibility: "pseudonym" }],
    ["pseudonym", "pseudonymTooLong", { visibility: "pseudonym", pseudonym: "茶".repeat(41) }],
    ["message", "messageTooLong", { message: "话".repeat(201) }],
    ["email", "emailMalformed", { email: "nobody" }],
    ["attempt", "attemptMissing", { attempt: "" }],
    ["attempt", "attemptMissing", { attempt: "../../x" }],
  ])("%s is refused with %s: %j", async (field, key, over: Typed) => {
    const place = await makeGivingPlace(sandbox);
    const answer = await refused(place, filled(over));
    expect(answer).toMatchObject({ status: 422, errors: { [field]: key } });
    expect(Object.keys(answer.errors)).toEqual([field]);
    expect(await giftCount()).toBe(0);
  });

  it("that is wrong does not hide another one", async () => {
    const place = await makeGivingPlace(sandbox);
    const answer = await refused(place, filled({ other: "0", provider: "", email: "x" }));
    expect(answer.errors).toEqual({
      other: "amountTooSmall",
      provider: "providerMissing",
      email: "emailMalformed",
    });
  });

  it("may hold anything that can be typed", async () => {
    const place = await makeGivingPlace(sandbox);
    const name = "欧阳<script>'\"\\😀\u0000";
    await taken(place, filled({ visibility: "public", name, message: "%00 \u202e '; drop table donation" }));
    const [gift] = await db.rows<{ name: string; message: string }>(
      "select donor_name as name, message from donation",
    );
    expect(gift).toEqual({ name: "欧阳<script>'\"\\😀", message: "%00 \u202e '; drop table donation" });
  });
});

describe("a project that takes no gifts", () => {
  it.each([
    ["ended", "state = 'ended'"],
    ["paused", "state = 'paused'"],
    ["past-end", "ends_on = '2020-01-01'"],
    ["not-started", "starts_on = '2999-01-01'"],
    ["not-filed", "filing_no = null"],
    ["filing-not-valid-today", "filing_from = '2019-01-01', filing_to = '2020-01-01'"],
  ])("says why: %s", async (reason, change) => {
    const place = await makeGivingPlace(sandbox);
    await db.run(`update fund set ${change} where id = $1`, [place.fundId]);
    const answer = await refused(place, filled());
    expect(answer).toMatchObject({ status: 409, errors: { form: `closed_${reason}` } });
    const request = new Request(`http://127.0.0.1:3000/projects/${place.slug}/donate`);
    const page = await loader({ request, params: { slug: place.slug }, context: {} });
    expect(page.init?.status).toBe(409);
    expect(page.data.fund.giving).toMatchObject({ open: false, reason });
    expect(await giftCount()).toBe(0);
  });

  it("is not found while it is a draft, or where there is none", async () => {
    const place = await makeGivingPlace(sandbox);
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    for (const slug of [place.slug, "nothing"]) {
      const thrown = await send({ ...place, slug }, filled()).catch((error: unknown) => error);
      expect(thrown).toMatchObject({ status: 404 });
    }
  });

  it("through cards, until the organization records why it may, takes Alipay alone", async () => {
    const place = await makeGivingPlace(sandbox);
    await db.run("update organization set overseas_card_basis = null");
    const answer = await refused(place, filled({ provider: "stripe" }));
    expect(answer).toMatchObject({ status: 409, errors: { form: "providerNotOffered" } });
    expect((await taken(place, filled())).amountFen).toBe(3_650n);
  });
});

describe("the same form", () => {
  it("sent twice and at once is one gift and one payment page", async () => {
    const place = await makeGivingPlace(sandbox);
    const typed = filled();
    const sent = await Promise.all([taken(place, typed), taken(place, typed), taken(place, typed)]);
    sent.push(await taken(place, typed));
    expect(new Set(sent.map(({ location }) => location)).size).toBe(1);
    expect(await giftCount()).toBe(1);
    expect(await db.rows("select 1 from payment")).toHaveLength(1);
  });

  it("sent again with another amount or way to pay is refused, and changes nothing", async () => {
    const place = await makeGivingPlace(sandbox);
    const typed = filled();
    await taken(place, typed);
    const changes: Typed[] = [{ other: "1" }, { provider: "stripe" }];
    for (const over of changes) {
      const answer = await refused(place, { ...typed, ...over });
      expect(answer).toMatchObject({ status: 409, errors: { form: "otherContent" } });
    }
    expect(await giftCount()).toBe(1);
  });

  it("sent to two projects is two gifts", async () => {
    const typed = filled();
    await taken(await makeGivingPlace(sandbox), typed);
    await taken(await makeGivingPlace(sandbox), typed);
    expect(await giftCount()).toBe(2);
  });

  it("is kept while the payment company is away, and goes through at the next press", async () => {
    const place = await makeGivingPlace(sandbox);
    await control(sandbox, "fault", { operation: "POST /v1/checkout/sessions", kind: "500", times: 10 });
    const typed = filled({ provider: "stripe", message: "愿平安" });
    expect(await refused(place, typed)).toMatchObject({ status: 503, errors: { form: "unavailable" } });
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    await taken(place, typed);
    expect(await giftCount()).toBe(1);
  });
});

describe("what leaves the site", () => {
  it("is no donor's name, phone or e-mail, and the gift's secret only in the donor's own cookie", async () => {
    const place = await makeGivingPlace(sandbox);
    const typed = filled({
      provider: "stripe",
      visibility: "public",
      name: "密名王芳",
      email: "canary@example.org",
      message: "密言愿平安",
    });
    const answer = await send(place, typed);
    if (!(answer instanceof Response)) throw new Error(JSON.stringify(answer.errors));
    const cookie = answer.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(/^gift=\w{26,}; Path=\/donations\/d\w{20}; .*HttpOnly; SameSite=Lax/);
    const token = /^gift=(\w+)/.exec(cookie)?.[1] ?? "none";
    const orders = await (await fetch(`${sandbox.url}/control/orders`)).text();
    const requests = await (await fetch(`${sandbox.url}/control/requests`)).text();
    const page = await (await fetch(answer.headers.get("location") ?? "")).text();
    for (const secret of ["密名王芳", "canary@example.org", "密言愿平安", token])
      for (const told of [answer.headers.get("location") ?? "", orders, requests, page])
        expect(told.includes(secret), `${secret} in ${told.slice(0, 300)}`).toBe(false);
  });
});
