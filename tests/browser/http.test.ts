import { readFileSync } from "node:fs";
import { type IncomingHttpHeaders, request } from "node:http";
import { join } from "node:path";
import { describe, expect, inject, it, onTestFinished } from "vitest";
import { verifySite } from "#scripts/verify/verify-site.ts";
import { getJson, giftOf, payGift, startGift, until } from "./api.ts";

const site = inject("site");
const GIVE = `/projects/${site.guide.project}/donate`;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/** Node's own client: it sends exactly these headers, also those that `fetch` keeps for itself. */
function send(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(site.url + path, { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on("error", reject);
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const get = (path: string, headers?: Record<string, string>) => send("GET", path, headers);
const form = { "content-type": "application/x-www-form-urlencoded" };

describe("headers", () => {
  it.each(["/", "/projects", GIVE, "/login", "/ledger", "/no-such-page"])(
    "of %s shut the page off",
    async (path) => {
      const { headers } = await get(path);
      const policy = String(headers["content-security-policy"]);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).toContain("base-uri 'none'");
      expect(policy).not.toContain("unsafe");
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["referrer-policy"]).toBe("same-origin");
      expect(headers["x-powered-by"]).toBeUndefined();
      expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    },
  );

  it("let public pages be kept for a moment and private ones never", async () => {
    expect((await get("/")).headers["cache-control"]).toMatch(/^public, max-age=\d$/);
    expect((await get("/")).headers.vary).toContain("Accept-Language");
    for (const path of [GIVE, "/login"])
      expect((await get(path)).headers["cache-control"], path).toContain("no-store");
  });

  it("let files with a hash in their name be kept for a year", async () => {
    const style = /href="(\/assets\/[^"]+\.css)"/.exec((await get("/")).text)?.[1];
    const { status, headers } = await get(String(style));
    expect(status).toBe(200);
    expect(headers["cache-control"]).toBe("public, max-age=31536000, immutable");
    expect((await get("/assets/no-such-file.js")).status).toBe(404);
  });

  it("answer 304 to who has the page already", async () => {
    // A page says when its figures were read, so it may have been made anew between two questions.
    const ask = async () => {
      const { headers } = await get("/trusts");
      return get("/trusts", { "if-none-match": String(headers.etag) });
    };
    const again = await until(ask, ({ status }) => status === 304, 10_000);
    expect(again).toMatchObject({ status: 304, text: "" });
  });

  it("speak the reader's language", async () => {
    expect((await get("/", { "accept-language": "en-GB,en;q=0.9,zh;q=0.5" })).text).toContain('lang="en"');
    expect((await get("/", { "accept-language": "fr" })).text).toMatch(/lang="zh-Hans/);
    const asked = await get("/?lang=en");
    expect(asked.text).toContain('lang="en"');
    expect(String(asked.headers["set-cookie"])).toMatch(/^lang=en; .*SameSite=Lax/);
  });
});

describe("forms from elsewhere", () => {
  it.each<Record<string, string>>([
    { origin: "https://evil.example" },
    { origin: "null" },
    { "sec-fetch-site": "cross-site" },
  ])("with %o are refused", async (headers) => {
    for (const path of [GIVE, "/login", "/logout", "/account", "/operations"])
      expect((await send("POST", path, { ...form, ...headers }, "a=b")).status, path).toBe(403);
  });

  it("of our own are not", async () => {
    const answer = await send("POST", GIVE, { ...form, origin: site.url }, "amount=other&other=1");
    expect(answer.status).toBe(422);
    expect(answer.text).toContain("这张表不完整");
    expect(answer.text, "no words of a program").not.toContain("Invalid");
  });
});

describe("/webhooks", () => {
  const known = "/webhooks/alipay/c000000000000";

  it.each([
    "/webhooks",
    "/webhooks/",
    "/webhooks/paypal/c000000000000",
    "/webhooks/alipay",
    "/webhooks/alipay/x",
    `${known}/more`,
  ])("%s is not there", async (path) => expect((await send("POST", path, form, "a=b")).status).toBe(404));

  it("takes POST alone", async () => {
    expect((await get(known)).status).toBe(405);
    expect((await send("PUT", known, form, "a=b")).status).toBe(405);
  });

  it("takes no message over 256 KiB", async () => {
    expect((await send("POST", known, form, Buffer.alloc(256 * 1024 + 1, "a"))).status).toBe(413);
  });

  it("believes no message of an unknown credential", async () => {
    const answer = await send("POST", known, form, "out_trade_no=p1&sign=x");
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.text).not.toBe("success");
  });
});

describe("for those who run it", () => {
  it("/healthz is alive", async () => {
    expect(await get("/healthz")).toMatchObject({ status: 200, text: "ok\n" });
  });

  it("/metrics are Prometheus text on loopback", async () => {
    const { status, headers, text } = await get("/metrics");
    expect(status).toBe(200);
    expect(headers["content-type"]).toContain("text/plain");
    expect(text).toMatch(/^# HELP /m);
  });

  it("publishes no figure that its published rows do not sum to", async () => {
    expect((await verifySite(site.url, () => undefined)).problems).toEqual([]);
  });

  it("goes on without Redis: a gift is confirmed, and its mail follows when Redis is back", {
    timeout: 120_000,
  }, async () => {
    expect(await readiness()).toMatchObject({ status: "ready", degraded: [] });
    const redis = redisProcess();
    process.kill(redis, "SIGSTOP");
    onTestFinished(() => void process.kill(redis, "SIGCONT"));
    const degraded = await until(readiness, ({ degraded }) => degraded.length > 0, 10_000);
    expect(degraded).toMatchObject({ status: "ready", degraded: ["redis"] });

    const email = `without-redis-${Date.now()}@example.org`;
    const gift = await startGift(site, { slug: site.guide.project, amountFen: 100, email });
    await payGift(site, gift.payUrl);
    expect((await giftOf(site, gift.id)).status).toBe("paid");
    expect((await get("/")).status).toBe(200);
    expect(await mailsTo(email)).toEqual([]);

    process.kill(redis, "SIGCONT");
    const mails = await until(
      () => mailsTo(email),
      ({ length }) => length > 0,
      60_000,
    );
    expect(mails).toHaveLength(1);
    expect(mails[0]?.links.join(" ")).toContain(gift.id);
    expect(await until(readiness, (answer) => answer.degraded.length === 0, 10_000)).toMatchObject({
      degraded: [],
    });
  });
});

const readiness = () => getJson<{ status: string; degraded: string[] }>(`${site.url}/readyz`);

const mailsTo = async (address: string) =>
  (
    await getJson<{ mails: { links: string[] }[] }>(
      `${site.sandboxUrl}/control/mails?to=${encodeURIComponent(address)}`,
    )
  ).mails;

/** The demo's own Redis, which this run started. */
function redisProcess(): number {
  const notes: { children: { name: string; pid: number }[] } = JSON.parse(
    readFileSync(join(inject("dataDir"), "running.json"), "utf8"),
  );
  const redis = notes.children.find(({ name }) => name === "Redis");
  if (!redis) throw new Error("the demo runs with a Redis of somebody else");
  return redis.pid;
}
