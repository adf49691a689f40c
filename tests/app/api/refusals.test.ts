import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { STARTS_BY_PROGRAM } from "#app/features/donations/giving-limits.ts";
import { API_OPERATIONS } from "#app/features/open-data/openapi.ts";
import { db } from "#app/lib/db.server.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { hiddenName, takeLimit } from "#app/lib/limits.server.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, type GivingPlace, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";
import { describesBody, operationAt } from "./api-document.ts";
import { type ApiAnswer, callApi, type JsonObject } from "./call-api.ts";
import { makeWorld, proposalBody, statementForm } from "./world.ts";

const UNKNOWN_DISBURSEMENT = newFundScopedId("b", "0fund000");
/** Enterprises' keys alone have a right here, and none elsewhere. */
const TILL_PATH = "/consumption-events";
const bodyOf = (method: string) => (method === "GET" ? undefined : {});
const typeOf = (answer: ApiAnswer) => String(answer.json.type).replace("urn:mingshan:problem:", "");
const pathsOf = (answer: ApiAnswer) => (answer.json.errors as JsonObject[]).map(({ path }) => path);

describe("keys", () => {
  const keyed = API_OPERATIONS.filter(({ needsKey }) => needsKey).map(({ method, path }) => ({
    method: method === "get" ? ("GET" as const) : ("POST" as const),
    path: path.replace("{id}", UNKNOWN_DISBURSEMENT),
  }));

  it.each(keyed)("$method $path: 401 without a key or with an unknown one", async ({ method, path }) => {
    const { keys } = await makeWorld();
    for (const key of [undefined, "ms_unknown", `${keys.clerk}x`]) {
      const answer = await callApi(method, path, { key, body: bodyOf(method) });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toContain("Bearer");
    }
    const revoked = await db.run("update api_key set revoked_at = now()");
    expect(revoked).toBeGreaterThan(0);
    expect((await callApi(method, path, { key: keys.clerk, body: bodyOf(method) })).status).toBe(401);
  });

  it.each(keyed)("$method $path: 403 for a member without the right", async ({ method, path }) => {
    const { keys } = await makeWorld();
    const key = path === TILL_PATH ? keys.clerk : keys.merchant;
    expect((await callApi(method, path, { key, body: bodyOf(method) })).status).toBe(403);
  });

  it("lose their rights with the membership", async () => {
    const world = await makeWorld();
    await db.run("delete from membership where user_id = $1", [world.place.clerkId]);
    const answer = await callApi("POST", "/disbursements", {
      key: world.keys.clerk,
      body: proposalBody(world),
    });
    expect(answer.status).toBe(401);
  });

  it("see and move nothing of another organization", async () => {
    const world = await makeWorld();
    const { stranger } = world.keys;
    const { approved, proposed } = world.disbursements;
    const payment = { paidAt: "2026-11-22T10:00:00+08:00", bankReference: "1" };
    const answers = [
      await callApi("POST", "/disbursements", { key: stranger, body: proposalBody(world) }),
      await callApi("POST", `/disbursements/${proposed}/approve`, { key: stranger }),
      await callApi("POST", `/disbursements/${approved}/pay`, { key: stranger, body: payment }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
    const unknown = await callApi("POST", `/disbursements/${UNKNOWN_DISBURSEMENT}/approve`, {
      key: stranger,
    });
    expect(answers[1]?.text).toBe(unknown.text);
    const statement = await callApi("POST", "/statements", { key: stranger, body: statementForm(world) });
    expect(statement.status).toBe(422);
    expect(typeOf(statement)).toBe("wrong-account");
    expect(
      await db.rows("select 1 from statement where organization_id = $1", [world.other.organizationId]),
    ).toHaveLength(0);
  });

  it("cannot approve what they proposed, nor more than is there", async () => {
    const world = await makeWorld();
    const { keys } = world;
    const own = await callApi("POST", "/disbursements", { key: keys.approver, body: proposalBody(world) });
    expect(own.status).toBe(201);
    const answer = await callApi("POST", `/disbursements/${own.json.id}/approve`, { key: keys.approver });
    expect([answer.status, typeOf(answer)]).toEqual([403, "own-proposal"]);
    const large = await callApi("POST", "/disbursements", {
      key: keys.clerk,
      body: proposalBody(world, { amountFen: 21_476 }),
    });
    const above = await callApi("POST", `/disbursements/${large.json.id}/approve`, { key: keys.approver });
    expect([above.status, typeOf(above)]).toEqual([409, "above-available"]);
    const early = await callApi("POST", `/disbursements/${large.json.id}/pay`, {
      key: keys.clerk,
      body: { paidAt: "2026-11-22T10:00:00+08:00", bankReference: "1" },
    });
    expect([early.status, typeOf(early)]).toEqual([409, "not-approved"]);
  });
});

describe("bodies", () => {
  const withBody = API_OPERATIONS.filter(
    ({ body, method }) => body && method === "post" && body.mediaType === undefined,
  ).map(({ path }) => path.replace("{id}", UNKNOWN_DISBURSEMENT));

  it.each(withBody)("POST %s: 415, 413, 400, 422", async (path) => {
    const { keys } = await makeWorld();
    const call = { key: path === TILL_PATH ? keys.merchant : keys.clerk, idempotencyKey: "k" };
    const text = await callApi("POST", path, {
      ...call,
      body: "{}",
      headers: { "Content-Type": "text/plain" },
    });
    expect(text.status).toBe(415);
    const large = await callApi("POST", path, { ...call, body: { purpose: "大".repeat(400_000) } });
    expect(large.status).toBe(413);
    for (const body of ["", "{", '{"amountFen": 1,}'])
      expect((await callApi("POST", path, { ...call, body })).status).toBe(400);
    for (const body of [{}, [], "null"]) {
      const answer = await callApi("POST", path, { ...call, body });
      expect(answer.status).toBe(422);
      expect(pathsOf(answer).length).toBeGreaterThan(0);
    }
  });

  it("of an approval are bounded too", async () => {
    const { keys, disbursements } = await makeWorld();
    const answer = await callApi("POST", `/disbursements/${disbursements.proposed}/approve`, {
      key: keys.approver,
      body: "x".repeat(1_048_577),
    });
    expect(answer.status).toBe(413);
  });

  it.each([
    ["amountFen", { amountFen: 0 }],
    ["amountFen", { amountFen: -1 }],
    ["amountFen", { amountFen: 10.5 }],
    ["amountFen", { amountFen: "100" }],
    ["currency", { currency: "USD" }],
    ["purpose", { purpose: "" }],
    ["payee", { payee: "某".repeat(201) }],
    ["beneficiaryCount", { beneficiaryCount: 0 }],
    ["personTimes", { personTimes: 39 }],
    ["target.kind", { target: { kind: "need", slug: "x" } }],
  ])("of a proposal name the wrong field: %s %j", async (path, over) => {
    const world = await makeWorld();
    const body = proposalBody(world, over);
    const answer = await callApi("POST", "/disbursements", { key: world.keys.clerk, body });
    expect(answer.status).toBe(422);
    expect(pathsOf(answer)).toEqual([path]);
    expect(await db.rows("select 1 from disbursement where amount_fen <= 0")).toHaveLength(0);
  });

  it("of a proposal may not name a line outside the budget", async () => {
    const world = await makeWorld();
    const body = proposalBody(world, { purposeCode: "cars" });
    const answer = await callApi("POST", "/disbursements", { key: world.keys.clerk, body });
    expect([answer.status, typeOf(answer)]).toEqual([422, "purpose-not-in-budget"]);
  });

  it("of a statement must be a form with a known source and a whole file", async () => {
    const world = await makeWorld();
    const { clerk } = world.keys;
    expect((await callApi("POST", "/statements", { key: clerk, body: {} })).status).toBe(415);
    const form = statementForm(world);
    form.set("source", "bank-of-nowhere");
    const unknown = await callApi("POST", "/statements", { key: clerk, body: form });
    expect([unknown.status, pathsOf(unknown)]).toEqual([422, ["source"]]);
    const empty = statementForm(world);
    empty.delete("file");
    expect(pathsOf(await callApi("POST", "/statements", { key: clerk, body: empty }))).toEqual(["file"]);
    const broken = statementForm(world);
    broken.set("file", new Blob(["交易时间,借方"]), "day.csv");
    const answer = await callApi("POST", "/statements", { key: clerk, body: broken });
    expect([answer.status, typeOf(answer)]).toEqual([422, "bad-file"]);
    const large = await callApi("POST", "/statements", {
      key: clerk,
      body: statementForm(world),
      headers: { "Content-Length": String(51 * 1024 * 1024) },
    });
    expect(large.status).toBe(413);
  });
});

describe("methods", () => {
  it("other than described are refused", async () => {
    for (const path of ["/donations", "/statements", `/disbursements/${UNKNOWN_DISBURSEMENT}/approve`])
      expect((await callApi("GET", path)).status).toBe(405);
  });
});

describe("POST /donations", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startTestSandbox("api-refusals");
  });
  afterAll(() => sandbox.close());

  const bodyFor = (place: GivingPlace, over: Record<string, unknown> = {}) => ({
    target: { kind: "project", slug: place.slug },
    amountFen: 3_650,
    currency: "CNY",
    provider: "alipay",
    ...over,
  });
  const give = (body: unknown, idempotencyKey: string | undefined = "k1", clientAddress?: string) =>
    callApi("POST", "/donations", { body, idempotencyKey, clientAddress });
  const described = operationAt("POST", "/donations");

  it.each([
    ["amountFen", { amountFen: 0 }],
    ["amountFen", { amountFen: -100 }],
    ["amountFen", { amountFen: 36.505 }],
    ["amountFen", { amountFen: "３６５０" }],
    ["amountFen", { amountFen: 1_000_000_001 }],
    ["amountFen", { amountFen: 399, provider: "stripe" }],
    ["currency", { currency: "USD" }],
    ["provider", { provider: "cash" }],
    ["visibility", { visibility: "secret" }],
    ["donor.name", { visibility: "public" }],
    ["donor.pseudonym", { visibility: "pseudonym" }],
    ["donor.name", { donor: { name: "某".repeat(41) } }],
    ["donor.email", { donor: { email: "nobody" } }],
    ["donor.phone", { donor: { phone: "call me" } }],
    ["message", { message: "话".repeat(201) }],
    ["target.slug", { target: { kind: "project", slug: "" } }],
  ])("names the wrong field %s of %j in both languages", async (path, over) => {
    const place = await makeGivingPlace(sandbox);
    const body = bodyFor(place, over);
    const zh = await give(body);
    const en = await callApi("POST", "/donations", {
      body,
      idempotencyKey: "k1",
      headers: { "Accept-Language": "en" },
    });
    for (const answer of [zh, en]) {
      expect(answer.status).toBe(422);
      expect(pathsOf(answer)).toEqual([path]);
    }
    const [said, saidInEnglish] = [zh, en].map((answer) =>
      String((answer.json.errors as JsonObject[])[0]?.message),
    );
    expect(said).toMatch(/\p{Script=Han}/u);
    expect(saidInEnglish).not.toMatch(/\p{Script=Han}/u);
    expect(saidInEnglish).toMatch(/ /);
    expect(await db.rows("select 1 from donation")).toHaveLength(0);
  });

  it("takes what its document allows", async () => {
    const place = await makeGivingPlace(sandbox);
    const donor = { name: "王芳", pseudonym: "山茶", email: "w@example.org", phone: "+86 139 0000 1234" };
    const body = bodyFor(place, { visibility: "pseudonym", donor, message: "愿平安", unit: "三班" });
    expect(described && describesBody(described, body)).toBe(true);
    const answer = await give(body);
    expect(answer.status).toBe(201);
    const shown = await callApi("GET", `/donations/${answer.json.id}`);
    expect(shown.json).toMatchObject({ status: "pending", amountFen: 3_650, donorName: "山茶" });
    expect(shown.text).not.toMatch(/王芳|愿平安|w@example|139 0000|payUrl|reference/);
    const own = await callApi("GET", `/donations/${answer.json.id}?token=${answer.json.token}`);
    expect(own.json).toMatchObject({ message: "愿平安", payUrl: answer.json.payUrl });
    const wrong = await callApi("GET", `/donations/${answer.json.id}?token=${"0".repeat(26)}`);
    expect(wrong.text).toBe(shown.text);
  });

  it("needs its Idempotency-Key, well formed", async () => {
    const place = await makeGivingPlace(sandbox);
    const answer = await callApi("POST", "/donations", { body: bodyFor(place) });
    expect([answer.status, typeOf(answer)]).toEqual([400, "idempotency-key-missing"]);
    expect((await give(bodyFor(place), "x".repeat(256))).status).toBe(400);
    expect((await give(bodyFor(place), "a b")).status).toBe(400);
    expect(await db.rows("select 1 from donation")).toHaveLength(0);
  });

  it("answers 404 for a draft or unknown target and 409 with the reason for a closed one", async () => {
    const place = await makeGivingPlace(sandbox);
    expect((await give(bodyFor(place, { target: { kind: "drive", slug: place.slug } }), "a")).status).toBe(
      404,
    );
    await db.run("update fund set state = 'ended' where id = $1", [place.fundId]);
    const ended = await give(bodyFor(place), "b");
    expect([ended.status, typeOf(ended)]).toEqual([409, "ended"]);
    await db.run("update fund set state = 'open', filing_no = null where id = $1", [place.fundId]);
    const unfiled = await give(bodyFor(place), "c");
    expect([unfiled.status, typeOf(unfiled)]).toEqual([409, "not-filed"]);
    expect(unfiled.json.title).not.toBe("");
    await db.run("update fund set state = 'draft' where id = $1", [place.fundId]);
    expect((await give(bodyFor(place), "d")).status).toBe(404);
    const offline = await db.run("update fund set state = 'open', filing_no = 'F1' where id = $1", [
      place.fundId,
    ]);
    expect(offline).toBe(1);
    expect(typeOf(await give(bodyFor(place, { provider: "offline" }), "e"))).toBe("provider-not-offered");
    expect(await db.rows("select 1 from donation")).toHaveLength(0);
  });

  it("answers 503 while the provider is away, and the same call succeeds afterwards", async () => {
    const place = await makeGivingPlace(sandbox);
    await control(sandbox, "fault", { operation: "POST /v1/checkout/sessions", kind: "500", times: 10 });
    const body = bodyFor(place, { provider: "stripe" });
    const away = await give(body);
    expect(away.status).toBe(503);
    await fetch(`${sandbox.url}/control/fault`, { method: "DELETE" });
    expect((await give(body)).status).toBe(201);
    expect(await db.rows("select 1 from donation")).toHaveLength(1);
  });

  it("answers 429 with Retry-After to a caller that asks too often, and others go on", async () => {
    const place = await makeGivingPlace(sandbox);
    expect((await give({}, "k", "192.0.2.7")).status).toBe(422);
    await takeLimit(STARTS_BY_PROGRAM, hiddenName("address", "192.0.2.7"), new Date(), 600);
    const answer = await give(bodyFor(place), "k", "192.0.2.7");
    expect(answer.status).toBe(429);
    expect(Number(answer.headers.get("retry-after"))).toBeLessThanOrEqual(60);
    expect((await give(bodyFor(place), "k", "192.0.2.8")).status).toBe(201);
  });
});
