import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { db } from "#app/lib/db.server.ts";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";
import { type ApiCall, callApi } from "./call-api.ts";
import { makeWorld, proposalBody, statementForm, type World } from "./world.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("api-idempotency");
});
afterAll(() => sandbox.close());

interface Write {
  path: string;
  key?: string;
  body(changed: boolean): unknown;
  /** How many rows the write has made. */
  made(): Promise<number>;
}

const count = async (sql: string) => Number((await db.rows<{ n: bigint }>(sql))[0]?.n ?? 0n);
const payment = (bankReference: string) => ({ paidAt: "2026-11-22T10:00:00+08:00", bankReference });

const WRITES: Record<string, (world: World) => Promise<Write>> = {
  donation: async () => {
    const { slug } = await makeGivingPlace(sandbox);
    const target = { kind: "project", slug };
    return {
      path: "/donations",
      body: (changed) => ({ target, amountFen: changed ? 2 : 1, currency: "CNY", provider: "alipay" }),
      made: () => count("select count(*) as n from donation where amount_fen < 3"),
    };
  },
  proposal: async (world) => ({
    path: "/disbursements",
    key: world.keys.clerk,
    body: (changed) => proposalBody(world, { amountFen: changed ? 71 : 70 }),
    made: () => count("select count(*) as n from disbursement where amount_fen in (70, 71)"),
  }),
  approval: async ({ keys, disbursements }) => ({
    path: `/disbursements/${disbursements.proposed}/approve`,
    key: keys.approver,
    body: (changed) => (changed ? "{}" : ""),
    made: () => count("select count(*) - 2 as n from transfer where kind = 'disbursement-approved'"),
  }),
  payment: async ({ keys, disbursements }) => ({
    path: `/disbursements/${disbursements.approved}/pay`,
    key: keys.clerk,
    body: (changed) => payment(changed ? "b" : "a"),
    made: () => count("select count(*) - 1 as n from transfer where kind = 'disbursement-paid'"),
  }),
  statement: async (world) => ({
    path: "/statements",
    key: world.keys.clerk,
    body: (changed) => {
      const form = statementForm(world);
      if (changed) form.set("account", "1");
      return form;
    },
    made: () => count("select count(*) - 1 as n from statement"),
  }),
};

describe.each(Object.keys(WRITES))("the same Idempotency-Key at a %s", (name) => {
  async function prepared() {
    const make = WRITES[name];
    if (!make) throw new Error(name);
    const write = await make(await makeWorld());
    const call = (changed: boolean, over: ApiCall = {}) =>
      callApi("POST", write.path, {
        key: write.key,
        idempotencyKey: "same",
        body: write.body(changed),
        ...over,
      });
    return { write, call };
  }

  it("gives the first answer again, byte for byte, and does the work once", async () => {
    const { write, call } = await prepared();
    const first = await call(false);
    expect(first.status).toBeLessThan(300);
    const again = await call(false);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    expect(await write.made()).toBe(1);
  });

  it("gives one answer to calls at once", async () => {
    const { write, call } = await prepared();
    const answers = await Promise.all([call(false), call(false), call(false)]);
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0]?.status).toBeLessThan(300);
    expect(await write.made()).toBe(1);
  });

  it("with another body is refused, and nothing more happens", async () => {
    const { write, call } = await prepared();
    await call(false);
    const other = await call(true);
    expect(other.status).toBe(422);
    expect(other.json.type).toBe("urn:mingshan:problem:idempotency-key-reused");
    expect(await write.made()).toBe(1);
  });
});

describe("an Idempotency-Key", () => {
  it("of one caller is not another's", async () => {
    const world = await makeWorld();
    const call = { body: proposalBody(world), idempotencyKey: "same" };
    const first = await callApi("POST", "/disbursements", { ...call, key: world.keys.clerk });
    const second = await callApi("POST", "/disbursements", { ...call, key: world.keys.approver });
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.json.id).not.toBe(first.json.id);
  });

  it("also keeps a refusal", async () => {
    const { keys, disbursements } = await makeWorld();
    const path = `/disbursements/${disbursements.proposed}/approve`;
    const call = { key: keys.clerk, idempotencyKey: "mine" };
    const first = await callApi("POST", path, call);
    const again = await callApi("POST", path, call);
    expect(first.status).toBe(403);
    expect(again.text).toBe(first.text);
  });

  it("is optional where a repeated call changes nothing anyway", async () => {
    const { keys, disbursements } = await makeWorld();
    const path = `/disbursements/${disbursements.approved}/pay`;
    const call = { key: keys.clerk, body: payment("a") };
    expect((await callApi("POST", path, call)).status).toBe(200);
    expect((await callApi("POST", path, call)).status).toBe(200);
    expect((await callApi("POST", path, { ...call, body: payment("b") })).status).toBe(409);
  });
});
