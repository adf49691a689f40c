import { describe, expect, test } from "vitest";
import { pruneTestEvents } from "#app/features/consumption/intake/test-events.server.ts";
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { db } from "#app/lib/db.server.ts";
import { callApi, dataOf, type JsonObject } from "#tests/app/api/call-api.ts";
import { makeEnterprise } from "#tests/factories/consumption.ts";
import { makeMerchant, orderJson, returnJson } from "#tests/factories/merchants.ts";

const PATH = "/consumption-events";
const send = (key: string, events: unknown[], headers?: Record<string, string>) =>
  callApi("POST", PATH, { key, body: { events }, headers });
const resultsOf = (answer: { json: JsonObject }) => answer.json.results as JsonObject[];

describe("POST /consumption-events", () => {
  test("answers row by row, in order, and in the reader's language", async () => {
    const { key } = await makeMerchant();
    const answer = await send(
      key,
      [
        returnJson("R1", "A1", 400),
        orderJson("A1", 1_000),
        orderJson("A2", 0),
        orderJson("A3", 10.5),
        orderJson("A4", 10, { occurredAt: "yesterday" }),
        orderJson("A5", 10, { items: [{ sku: "tea" }] }),
        orderJson("A\0", 10),
        orderJson("A6", 10, { type: "gift" }),
        { orderNo: 7 },
        null,
        orderJson("A7", 333, { items: 2, discountFen: 3, campaign: null, returnOf: null }),
        orderJson("A8", 10, { occurredAt: "2026-02-30T10:00:00+08:00" }),
      ],
      { "Accept-Language": "en" },
    );
    expect(answer.status).toBe(200);
    expect(
      resultsOf(answer).map(({ orderNo, outcome, donationFenE4, reason }) => [
        orderNo,
        outcome,
        donationFenE4,
        reason,
      ]),
    ).toEqual([
      ["R1", "accepted", -40_000, undefined],
      ["A1", "accepted", 100_000, undefined],
      ["A2", "rejected", 0, "bad-amount"],
      ["A3", "rejected", 0, "bad-amount"],
      ["A4", "rejected", 0, "bad-time"],
      ["A5", "rejected", 0, "bad-items"],
      ["A\0", "rejected", 0, "bad-order-no"],
      ["A6", "rejected", 0, "bad-type"],
      ["", "rejected", 0, "bad-order-no"],
      ["", "rejected", 0, "bad-row"],
      ["A7", "accepted", 33_300, undefined],
      ["A8", "rejected", 0, "bad-time"],
    ]);
    expect(resultsOf(answer)[2]?.message).toMatch(/whole number of fen/);
    expect("message" in (resultsOf(answer)[0] ?? {})).toBe(false);
    const zh = await send(key, [orderJson("A1", 1_001)]);
    expect(resultsOf(zh)[0]).toMatchObject({
      reason: "other-content",
      message: expect.stringContaining("以先到的为准"),
    });
  });

  test("takes 1 to 1,000 rows, and a whole batch again as duplicates", async () => {
    const { key } = await makeMerchant();
    const events = Array.from({ length: 1_000 }, (_, at) => orderJson(`A${at}`, at + 1));
    expect((await send(key, [])).status).toBe(422);
    expect((await send(key, [...events, orderJson("B", 1)])).status).toBe(422);
    const first = resultsOf(await send(key, events));
    expect(first.every(({ outcome }) => outcome === "accepted")).toBe(true);
    const again = resultsOf(await send(key, events));
    expect(again.every(({ outcome }) => outcome === "duplicate")).toBe(true);
    expect(again.map(({ donationFenE4 }) => donationFenE4)).toEqual(
      first.map(({ donationFenE4 }) => donationFenE4),
    );
  });

  test("gives the first answer again to the same Idempotency-Key", async () => {
    const { key } = await makeMerchant();
    const call = { key, idempotencyKey: "till-7-0001", body: { events: [orderJson("A1", 5)] } };
    const first = await callApi("POST", PATH, call);
    const again = await callApi("POST", PATH, call);
    expect(again.text).toBe(first.text);
    expect(again.headers.get("idempotency-replayed")).toBe("true");
    const other = await callApi("POST", PATH, { ...call, body: { events: [] } });
    expect(other.status).toBe(422);
  });

  test("counts nothing of a test key, and answers it alike", async () => {
    const { key, testKey, merchantId } = await makeMerchant();
    const events = [orderJson("A1", 1_000), returnJson("R1", "A1", 1_001), orderJson("A1", 2)];
    const tried = await send(testKey, events);
    expect(tried.json.mode).toBe("test");
    const live = await send(key, events);
    expect("mode" in live.json).toBe(false);
    expect(tried.json.results).toEqual(live.json.results);
    expect(resultsOf(await send(testKey, events))[0]).toMatchObject({
      outcome: "duplicate",
      donationFenE4: 100_000,
    });
    expect((await callApi("GET", PATH, { key: testKey })).status).toBe(403);
    const counted = await db.rows(
      "select (select count(*) from consumption_event) as events, (select count(*) from consumption_conflict) as conflicts",
    );
    expect(counted).toEqual([{ events: 1n, conflicts: 1n }]);
    await pruneTestEvents(new Date(Date.now() + 6 * 86_400_000));
    expect(
      await db.rows("select 1 from consumption_test_event where merchant_id = $1", [merchantId]),
    ).toHaveLength(1);
    await pruneTestEvents(new Date(Date.now() + 8 * 86_400_000));
    expect(await db.rows("select 1 from consumption_test_event")).toHaveLength(0);
  });

  test("lets an enterprise without an agreement try with a sample", async () => {
    const { userId, testKey } = await makeMerchant();
    const newcomer = await makeEnterprise();
    await db.run("insert into membership (organization_id, user_id, role) values ($1, $2, 'merchant')", [
      newcomer,
      userId,
    ]);
    await db.run("update api_key set organization_id = $1 where mode = 'test'", [newcomer]);
    expect(resultsOf(await send(testKey, [orderJson("A1", 1_000)]))[0]).toMatchObject({
      donationFenE4: 100_000,
    });
    expect(resultsOf(await send(testKey, [orderJson("A2", 1, { campaign: "x" })]))[0]).toMatchObject({
      reason: "unknown-campaign",
    });
  });
});

describe("GET /consumption-events", () => {
  test("lists the key's own rows, newest first, each page once", async () => {
    const { key, agreementId } = await makeMerchant();
    const stranger = await makeMerchant();
    await send(stranger.key, [orderJson("X1", 1)]);
    const events = Array.from({ length: 5 }, (_, at) =>
      orderJson(`A${at}`, 100 + at, {
        occurredAt: new Date(Date.now() - at * 60_000 - 60_000).toISOString(),
      }),
    );
    await send(key, events);
    // Posted once nothing can come back any more; what comes back after that waits for the next posting.
    await postDueDays(new Date(Date.now() + 30 * 86_400_000), { agreementIds: [agreementId] });
    await send(key, [returnJson("R0", "A0", 50)]);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page = await callApi("GET", `${PATH}?limit=2${cursor ? `&cursor=${cursor}` : ""}`, { key });
      expect(page.status).toBe(200);
      seen.push(...dataOf(page).map(({ orderNo }) => String(orderNo)));
      cursor = page.json.nextCursor as string | null;
    } while (cursor);
    expect(seen).toEqual(["R0", "A0", "A1", "A2", "A3", "A4"]);
    expect((await callApi("GET", `${PATH}?cursor=x`, { key })).status).toBe(422);
    const [back, , posted] = dataOf(await callApi("GET", PATH, { key }));
    expect(back).toMatchObject({
      type: "return",
      returnOf: "A0",
      state: "pending",
      countedFenE4: null,
      ruleVersion: 1,
    });
    expect(posted).toMatchObject({
      orderNo: "A1",
      state: "posted",
      donationFenE4: 10_100,
      countedFenE4: 10_100,
    });
  });
});
