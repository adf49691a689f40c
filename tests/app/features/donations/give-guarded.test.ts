import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { GiveQuestion } from "#app/features/donations/give-question.tsx";
import { rememberGiver } from "#app/features/donations/giver-memory.server.ts";
import { DECLINES_BY_DEVICE, STARTS_BY_ADDRESS } from "#app/features/donations/giving-limits.ts";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { db } from "#app/lib/db.server.ts";
import { newSecret } from "#app/lib/ids.ts";
import { hiddenName, takeLimit } from "#app/lib/limits.server.ts";
import { log } from "#app/lib/log.server.ts";
import { redisForCounts } from "#app/lib/redis.server.ts";
import { action } from "#app/routes/projects.$slug_.donate.tsx";
import type { Sandbox } from "#scripts/sandbox/server.ts";
import { control, type GivingPlace, makeGivingPlace, startTestSandbox } from "#tests/factories/giving.ts";

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox("give-guarded");
  await vi.waitFor(() => expect(redisForCounts().status).toBe("ready"), { timeout: 10_000 });
});
afterAll(() => sandbox.close());

let number = 0;
const newAddress = () => `192.0.2.${++number} ${newSecret()}`;

/** What the form answers a browser without scripts. */
async function send(
  place: GivingPlace,
  over: Record<string, string>,
  from: { address: string; cookie?: string },
) {
  const typed = {
    amount: "1000",
    provider: "stripe",
    visibility: "anonymous",
    attempt: newSecret(),
    ...over,
  };
  const headers = from.cookie ? { cookie: from.cookie } : undefined;
  const request = new Request(`http://127.0.0.1:3000/projects/${place.slug}/donate`, {
    method: "POST",
    body: new URLSearchParams(typed),
    headers,
  });
  const answer = await action({
    request,
    params: { slug: place.slug },
    context: { clientAddress: from.address },
  });
  if (!("data" in answer)) {
    const cookies = answer.headers.getSetCookie();
    const sent: Record<string, string> = typed;
    return {
      status: answer.status,
      location: answer.headers.get("location"),
      cookies,
      typed: sent,
      errors: {},
    };
  }
  const init = new Headers(answer.init?.headers);
  return {
    status: answer.init?.status ?? 200,
    location: null,
    cookies: init.getSetCookie(),
    retryAfter: init.get("retry-after"),
    typed: answer.data.typed as Record<string, string>,
    errors: answer.data.errors as Record<string, string>,
  };
}

const deviceCookie = (cookies: readonly string[]) =>
  cookies.find((cookie) => cookie.startsWith("giver="))?.split(";", 1)[0] ?? "";

describe("a giving form", () => {
  it("that was suspected asks one question, keeps what was typed, and goes on when it is answered", async () => {
    const place = await makeGivingPlace(sandbox);
    const address = newAddress();
    const first = await send(place, {}, { address });
    expect(first.status).toBe(302);
    const cookie = deviceCookie(first.cookies);
    const device = /giver=(\w{26})/.exec(cookie)?.[1] ?? "";
    await takeLimit(DECLINES_BY_DEVICE, device, new Date(), 4);
    const asked = await send(place, { message: "愿平安" }, { address, cookie });
    expect(asked).toMatchObject({ status: 422, errors: { words: "challenge_asked" } });
    expect(asked.typed).toMatchObject({ message: "愿平安", amount: "1000" });
    const token = asked.typed.challenge ?? "";
    const html = renderToStaticMarkup(createElement(GiveQuestion, { token, error: "x" }));
    // A label, help and error that belong to a text field: no picture, no script.
    expect(html).toContain(`name="challenge" value="${token}"`);
    expect(html).toMatch(/<label[^>]*for="words"/);
    expect(html).toContain('aria-invalid="true"');
    expect(html).not.toMatch(/<(img|canvas|script|audio)/);
    const quick = await send(place, { ...asked.typed, words: "我要捐款" }, { address, cookie });
    expect(quick).toMatchObject({ status: 422, errors: { words: "challenge_too-quick" } });
    vi.setSystemTime(Date.now() + 6_000);
    const passed = await send(place, { ...quick.typed, words: "我要捐款" }, { address, cookie });
    vi.useRealTimers();
    expect(passed.status).toBe(302);
  });

  it("from an address that sends far too many says to wait, and neither how many nor why", async () => {
    const place = await makeGivingPlace(sandbox);
    const address = newAddress();
    await takeLimit(STARTS_BY_ADDRESS, hiddenName("address", address), new Date(), 1_200);
    const answer = await send(place, { provider: "alipay" }, { address });
    expect(answer).toMatchObject({ status: 429, errors: { form: "tooMany" } });
    expect(Number(answer.retryAfter)).toBeGreaterThan(0);
    expect(JSON.stringify(answer.errors)).not.toMatch(/declin|card|address|1.?200/);
    expect(await db.rows("select 1 from donation")).toEqual([]);
  });

  it("takes the gift whatever breaks in what only counts and watches", async () => {
    const place = await makeGivingPlace(sandbox);
    const broken = () => {
      throw new Error("broken");
    };
    const redis = redisForCounts();
    vi.spyOn(log, "warn").mockImplementation(broken);
    vi.spyOn(redis, "set").mockImplementation(broken);
    vi.spyOn(redis, "multi").mockImplementation(broken);
    vi.spyOn(redis, "get").mockImplementation(broken);
    const answer = await send(place, { provider: "alipay" }, { address: newAddress() });
    expect(answer.status).toBe(302);
  });
});

describe("a decline that the provider tells", () => {
  it("is acknowledged, counts for the browser it came from, and tells nobody why", async () => {
    const place = await makeGivingPlace(sandbox);
    const address = newAddress();
    const started = await send(place, {}, { address });
    const device = /giver=(\w{26})/.exec(deviceCookie(started.cookies))?.[1] ?? "";
    const [gift] = await db.rows<{ id: string; credentialId: string }>(
      `select donation_id as id, credential_id as "credentialId" from payment`,
    );
    await rememberGiver(gift?.id ?? "", { address, device });
    const messages = await failedMessages(place, started.location ?? "");
    expect(messages.length).toBeGreaterThan(0);
    for (const { body, headers } of messages) {
      const answer = await receiveNotification("stripe", gift?.credentialId ?? "", body, headers, new Date());
      expect(answer).toEqual({ status: 200, body: "ok" });
    }
    const { count } = await takeLimit(DECLINES_BY_DEVICE, device, new Date(), 1);
    expect(count).toBe(2);
  });
});

/** What the sandbox sends when a card is declined, caught on its way. */
async function failedMessages(place: GivingPlace, payUrl: string) {
  const { createServer } = await import("node:http");
  const caught: { body: Buffer; headers: Record<string, string | string[] | undefined> }[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    caught.push({ body: Buffer.concat(chunks), headers: request.headers });
    response.end("ok");
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  await control(sandbox, "merchants", {
    key: place.organizationId,
    name: "演示慈善会",
    notify: { stripeUrl: `http://127.0.0.1:${port}/` },
  });
  await control(sandbox, "pay", { payUrl, outcome: "failed", card: "fp_test" });
  await new Promise<void>((closed) => server.close(() => closed()));
  return caught;
}
