import { createServer, request as httpRequest, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import type { AppLoadContext } from "@remix-run/server-runtime";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { PageCache } from "#app/lib/http/page-cache.server.ts";

interface Rendering {
  request: Request;
  context: AppLoadContext | undefined;
}

let renderings: Rendering[] = [];
/** What the next rendering gives; each page says its number. */
let render: (rendering: Rendering) => Promise<Response> | Response;
let server: Server;
let cache: PageCache;

beforeEach(async () => {
  renderings = [];
  render = () => new Response(`page ${renderings.length}`, { headers: PUBLIC_CACHE_HEADERS });
  cache = new PageCache(async (request, context) => {
    const rendering = { request, context };
    renderings.push(rendering);
    return render(rendering);
  }, env());
  server = createServer((request, response) => {
    cache.answer(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Sockets keep their real timers.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2026-11-22T02:00:00Z") });
});

afterEach(async () => {
  vi.useRealTimers();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

interface Answer {
  status: number;
  headers: IncomingMessage["headers"];
  body: Buffer;
}

function ask(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Answer> {
  const { port } = server.address() as AddressInfo;
  return new Promise((resolve, reject) => {
    httpRequest({ host: "127.0.0.1", port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .once("error", reject)
      .end();
  });
}

const textOf = async (path: string, headers?: Record<string, string>) =>
  (await ask(path, headers)).body.toString();

describe("public pages", () => {
  it("are rendered once for all who ask at once", async () => {
    let finish: (response: Response) => void = () => undefined;
    render = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    const asked = Array.from({ length: 20 }, () => textOf("/projects"));
    await vi.waitUntil(() => renderings.length > 0);
    // Every request is in before the first answer: another connection has been answered meanwhile.
    await new Promise((resolve) => server.getConnections(resolve));
    finish(new Response("one", { headers: PUBLIC_CACHE_HEADERS }));
    expect(new Set(await Promise.all(asked))).toEqual(new Set(["one"]));
    expect(renderings).toHaveLength(1);
  });

  it("are at most two seconds old", async () => {
    expect(await textOf("/projects")).toBe("page 1");
    vi.advanceTimersByTime(1_999);
    expect(await textOf("/projects")).toBe("page 1");
    vi.advanceTimersByTime(1);
    expect(await textOf("/projects")).toBe("page 2");
  });

  it("are renewed beside while they are still good, so that nobody waits", async () => {
    expect(await textOf("/projects")).toBe("page 1");
    vi.advanceTimersByTime(1_500);
    let finish: (response: Response) => void = () => undefined;
    render = () =>
      new Promise((resolve) => {
        finish = resolve;
      });
    expect(await Promise.all([textOf("/projects"), textOf("/projects")])).toEqual(["page 1", "page 1"]);
    expect(renderings).toHaveLength(2);
    finish(new Response("renewed", { headers: PUBLIC_CACHE_HEADERS }));
    await vi.waitUntil(async () => (await textOf("/projects")) === "renewed");
    expect(renderings).toHaveLength(2);
  });

  it("differ by language, text size and query, not by who asks or by the order of the query", async () => {
    expect(await textOf("/projects")).toBe("page 1");
    expect(await textOf("/projects", { "accept-language": "en" })).toBe("page 2");
    expect(await textOf("/projects", { cookie: "large=1" })).toBe("page 3");
    expect(await textOf("/projects?a=1&b=2")).toBe("page 4");
    expect(await textOf("/projects?b=2&a=1")).toBe("page 4");
    expect(await textOf("/projects", { cookie: "session=secret" })).toBe("page 1");
    expect(await textOf("/projects", { accept: "application/json" })).toBe("page 5");
    expect(renderings.map(({ context }) => context)).toMatchObject([
      { lang: "zh", large: false },
      { lang: "en", large: false },
      { lang: "zh", large: true },
      { lang: "zh", large: false },
      { lang: "zh", large: false },
    ]);
  });

  it("are rendered without anything that tells who asks", async () => {
    await ask("/projects", {
      cookie: "session=secret; lang=en",
      authorization: "Bearer ms_secret",
      "x-forwarded-for": "192.0.2.1",
      "user-agent": "someone",
    });
    const names = [...(renderings[0]?.request.headers.keys() ?? [])];
    expect(names).toEqual(["accept"]);
    expect(Object.keys(renderings[0]?.context ?? {}).sort()).toEqual(["lang", "large"]);
  });

  it("set a cookie only for who asked for a change, never for others", async () => {
    const changed = await ask("/projects?lang=en");
    expect(changed.headers["set-cookie"]?.[0]).toMatch(/^lang=en;/);
    expect((await ask("/projects")).headers["set-cookie"]).toBeUndefined();
  });

  it("answer 304 to who has them, also where a proxy made the ETag weak or others are named", async () => {
    const { etag = "" } = (await ask("/projects")).headers;
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const named of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const answer = await ask("/projects", { "if-none-match": named });
      expect([answer.status, answer.body.length]).toEqual([304, 0]);
      expect(answer.headers.etag).toBe(etag);
    }
    expect((await ask("/projects", { "if-none-match": '"other"' })).status).toBe(200);
    expect((await ask("/projects?lang=zh", { "if-none-match": etag })).status).toBe(200);
    render = () => new Response("changed", { headers: PUBLIC_CACHE_HEADERS });
    vi.advanceTimersByTime(2_000);
    expect((await ask("/projects", { "if-none-match": etag })).status).toBe(200);
  });

  it("are compressed for who understands it", async () => {
    render = () => new Response("善".repeat(1_000), { headers: PUBLIC_CACHE_HEADERS });
    const packed = await ask("/projects", { "accept-encoding": "br, gzip;q=1.0" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.headers["content-length"]).toBe(String(packed.body.length));
    expect(gunzipSync(packed.body).toString()).toBe("善".repeat(1_000));
    const plain = await ask("/projects");
    expect(plain.headers["content-encoding"]).toBeUndefined();
    expect(plain.headers["content-length"]).toBe("3000");
    expect(plain.headers.vary).toContain("Accept-Encoding");
    expect(renderings).toHaveLength(1);
  });

  it("answer HEAD with the headers alone", async () => {
    const answer = await ask("/projects", {}, "HEAD");
    expect([answer.status, answer.body.length, answer.headers["content-length"]]).toEqual([200, 0, "6"]);
    expect(await textOf("/projects")).toBe("page 1");
  });

  it("carry the security headers", async () => {
    const { headers } = await ask("/projects");
    expect(headers["content-security-policy"]).toContain("default-src 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
  });

  it.each([
    ["not found", { status: 404, headers: PUBLIC_CACHE_HEADERS }],
    ["a failure", { status: 500, headers: PUBLIC_CACHE_HEADERS }],
    ["a redirect", { status: 302, headers: { ...PUBLIC_CACHE_HEADERS, Location: "/" } }],
    ["private", { headers: { "Cache-Control": "private" } }],
    ["not said to be public", {}],
    ["given with a cookie", { headers: { ...PUBLIC_CACHE_HEADERS, "Set-Cookie": "session=secret" } }],
  ])("are not kept when %s", async (_name, init: ResponseInit) => {
    render = () => new Response("x", init);
    expect((await ask("/projects/x")).status).toBe(init.status ?? 200);
    await ask("/projects/x");
    expect(renderings).toHaveLength(2);
  });

  it("are tried again after a rendering that failed", async () => {
    render = () => Promise.reject(new Error("no database"));
    expect((await ask("/projects")).status).toBe(500);
    render = () => new Response("well", { headers: PUBLIC_CACHE_HEADERS });
    expect(await textOf("/projects")).toBe("well");
  });

  it("are forgotten, oldest first, when there are too many", async () => {
    await ask("/projects?page=0");
    for (let page = 1; page < 2_000; page += 50) {
      const asked = Array.from(
        { length: Math.min(50, 2_000 - page) },
        (_, i) => `/projects?page=${page + i}`,
      );
      await Promise.all(asked.map((path) => ask(path)));
    }
    expect(renderings).toHaveLength(2_000);
    await ask("/projects?page=0");
    expect(renderings).toHaveLength(2_000);
    await ask("/projects?one=more");
    await ask("/projects?page=0");
    expect(renderings).toHaveLength(2_002);
    await ask("/projects?page=1999");
    expect(renderings).toHaveLength(2_002);
  });
});

describe("the cache", () => {
  const serves = (path: string, method = "GET") => cache.serves({ method } as IncomingMessage, path);

  it.each(["/", "/projects", "/projects/a-hot-meal", "/ledger/accounts/x", "/regions/330122", "/trusts"])(
    "serves %s",
    (path) => {
      expect(serves(path)).toBe(true);
      expect(serves(path, "HEAD")).toBe(true);
      expect(serves(path, "POST")).toBe(false);
    },
  );

  it.each([
    "/projects/a-hot-meal/donate",
    "/projects.data",
    "/donations/d1",
    "/account",
    "/workspace",
    "/supervision",
    "/operations",
    "/login",
    "/guide",
    "/projectsx",
    "//projects",
    "/healthz",
    "/api/v1/donations",
  ])("leaves %s alone", (path) => {
    expect(serves(path)).toBe(false);
  });
});
