import { execFile } from "node:child_process";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { developersData } from "#app/features/consumption/integrators/developers-data.server.ts";
import { API_OPERATIONS, apiDocument } from "#app/features/open-data/openapi.ts";
import { db } from "#app/lib/db.server.ts";
import { action } from "#app/routes/api.v1.consumption-events.ts";
import { makeMerchant } from "#tests/factories/merchants.ts";

const run = promisify(execFile);
let server: Server;
let url: string;
/** How many calls are answered 503 before one is let in. */
let refusals = 0;

beforeAll(async () => {
  server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const headers = new Headers(
      Object.entries(incoming.headers).map(([name, value]): [string, string] => [name, String(value)]),
    );
    if (refusals > 0) {
      refusals -= 1;
      outgoing.writeHead(503, { "Retry-After": "0" }).end();
      return;
    }
    const request = new Request(`${url}${incoming.url}`, {
      method: "POST",
      headers,
      body: Buffer.concat(chunks),
    });
    const answer = await action({ request, params: {}, context: { clientAddress: "192.0.2.1" } });
    outgoing.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

async function runExample(command: string, args: string[]) {
  const { key } = await makeMerchant();
  const env = { ...process.env, MINGSHAN_URL: url, MINGSHAN_KEY: key };
  return (await run(command, args, { env })).stdout;
}

describe("the page's examples", () => {
  test("in curl sends an order and its return", async () => {
    refusals = 1;
    const said = JSON.parse(await runExample("sh", ["public/examples/consumption/send-orders.sh"]));
    expect(said.results).toMatchObject([
      { outcome: "accepted", donationFenE4: 365_000 },
      { outcome: "accepted", donationFenE4: -182_500 },
    ]);
    expect(await db.rows("select 1 from consumption_event")).toHaveLength(2);
  });

  test("in TypeScript sends again after a refusal, and says what became of each row", async () => {
    refusals = 2;
    const said = await runExample(process.execPath, [
      "--import",
      "tsx",
      "public/examples/consumption/send-orders.ts",
    ]);
    const lines = said.trim().split("\n");
    expect(lines[0]).toMatch(/^B-\d+ accepted 128 fen$/);
    expect(lines[1]).toMatch(/^B-\d+-R accepted -64 fen$/);
    expect(lines[2]).toMatch(/^B-\d+-X rejected bad-amount: /);
    expect(refusals).toBe(0);
  });
});

test("the page shows every operation and every field of an order", () => {
  const { reference, examples } = developersData(apiDocument("https://example.org"));
  const shown = reference.flatMap(({ operations }) => operations);
  expect(shown.map(({ id }) => id).sort()).toEqual(
    API_OPERATIONS.map(({ operationId }) => operationId).sort(),
  );
  expect(reference[0]?.tag).toBe("consumption");
  const [post] = shown;
  expect(post).toMatchObject({
    method: "POST",
    path: "/api/v1/consumption-events",
    needsKey: true,
    answerStatus: "200",
  });
  expect(post?.body.map(({ name }) => name)).toEqual([
    "events",
    "events[].orderNo",
    "events[].type",
    "events[].amountFen",
    "events[].discountFen",
    "events[].occurredAt",
    "events[].campaign",
    "events[].items",
    "events[].items[].sku",
    "events[].items[].quantity",
    "events[].returnOf",
  ]);
  expect(post?.body.find(({ name }) => name === "events[].type")).toMatchObject({
    type: '"order" | "return"',
    isRequired: true,
  });
  expect(post?.problems).toEqual(["400", "401", "403", "409", "413", "415", "422", "429"]);
  expect(examples.every(({ text }) => text.includes("MINGSHAN_KEY"))).toBe(true);
});
