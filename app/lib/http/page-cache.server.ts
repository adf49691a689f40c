import { createHash } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip as gzipCallback } from "node:zlib";
import type { AppLoadContext } from "@remix-run/server-runtime";
import type { Env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { securityHeaders } from "./security-headers.server.ts";

const gzip = promisify(gzipCallback);

/** A public total is at most this old. */
const KEEP_MS = 2_000;
/** From this age on a page that is asked for is rendered anew beside, so that under load nobody waits. */
const RENEW_MS = 1_000;
const ENTRY_LIMIT = 2_000;

/** Pages and answers without a byte that depends on who reads them. */
const PUBLIC_PATH =
  /^\/(?:$|(?:projects|consumption|drives|trusts|needs|organizations|regions|rankings|ledger|reconciliation|disbursements|streets|merchants|funds|events|mutual-aid|verify|data)(?:\/|$))/;
const NEVER_CACHED = /(?:\/donate|\.data|\/evidence\/[^/]+)$/;

type RenderPage = (request: Request, context?: AppLoadContext) => Promise<Response>;

interface RenderedPage {
  status: number;
  headers: Record<string, string>;
  plain: Buffer;
  gzipped: Buffer;
  etag: string;
  isShared: boolean;
  renderedAtMs: number;
}

/**
 * Public pages as bytes. A page is rendered once per language and text size, whoever asks; those who ask
 * meanwhile wait for the same rendering. The request that renders carries no cookie, so nothing of a
 * session can enter.
 */
export class PageCache {
  private readonly pages = new Map<string, RenderedPage>();
  private readonly rendering = new Map<string, Promise<RenderedPage>>();

  constructor(
    private readonly render: RenderPage,
    private readonly environment: Env,
  ) {}

  /** Whether this request is for a public page. */
  serves(request: IncomingMessage, path: string): boolean {
    return (
      (request.method === "GET" || request.method === "HEAD") &&
      PUBLIC_PATH.test(path) &&
      !NEVER_CACHED.test(path)
    );
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.environment.PUBLIC_URL);
    const { lang, large, setCookie } = readPreferences(
      new Request(url, { headers: preferenceHeaders(request) }),
    );
    url.searchParams.sort();
    const accept = String(request.headers.accept ?? "").includes("json") ? "json" : "html";
    const key = `${lang}|${large ? 1 : 0}|${accept}|${url.pathname}${url.search}`;
    const page = await this.pageOf(key, () => this.renderPage(url, { lang, large }, accept));
    const headers: Record<string, string | string[]> = { ...page.headers, ETag: page.etag };
    headers.Vary = "Accept-Language, Accept-Encoding, Cookie";
    if (setCookie.length > 0) headers["Set-Cookie"] = setCookie;
    if (namesEtag(request.headers["if-none-match"], page.etag) && setCookie.length === 0) {
      response.writeHead(304, headers).end();
      return;
    }
    const isGzipped = /\bgzip\b/.test(String(request.headers["accept-encoding"] ?? ""));
    const body = isGzipped ? page.gzipped : page.plain;
    if (isGzipped) headers["Content-Encoding"] = "gzip";
    headers["Content-Length"] = String(body.length);
    response.writeHead(page.status, headers);
    response.end(request.method === "HEAD" ? undefined : body);
  }

  private pageOf(key: string, render: () => Promise<RenderedPage>): Promise<RenderedPage> {
    const kept = this.pages.get(key);
    const ageMs = kept ? Date.now() - kept.renderedAtMs : Number.POSITIVE_INFINITY;
    if (kept && ageMs < RENEW_MS) return Promise.resolve(kept);
    const underWay = this.rendering.get(key) ?? this.startRendering(key, render);
    if (!kept || ageMs >= KEEP_MS) return underWay;
    // Whoever asks once the kept page is too old meets the failure; here the page at hand is still good.
    underWay.catch((error: unknown) => log.warn({ err: error }, "a public page could not be renewed"));
    return Promise.resolve(kept);
  }

  private startRendering(key: string, render: () => Promise<RenderedPage>): Promise<RenderedPage> {
    const rendering = render()
      .then((page) => {
        if (page.isShared) this.keep(key, page);
        return page;
      })
      .finally(() => this.rendering.delete(key));
    this.rendering.set(key, rendering);
    return rendering;
  }

  private keep(key: string, page: RenderedPage): void {
    this.pages.delete(key);
    this.pages.set(key, page);
    const [oldest] = this.pages.keys();
    if (this.pages.size > ENTRY_LIMIT && oldest !== undefined) this.pages.delete(oldest);
  }

  private async renderPage(
    url: URL,
    preferences: { lang: "zh" | "en"; large: boolean },
    accept: "html" | "json",
  ): Promise<RenderedPage> {
    const renderedAtMs = Date.now();
    const rendered = await this.render(
      new Request(url, { headers: { accept: accept === "json" ? "application/json" : "text/html" } }),
      preferences,
    );
    const plain = Buffer.from(await rendered.arrayBuffer());
    const headers: Record<string, string> = { ...securityHeaders(this.environment) };
    rendered.headers.forEach((value, name) => {
      if (name !== "content-length" && name !== "vary") headers[name] = value;
    });
    return {
      status: rendered.status,
      headers,
      plain,
      gzipped: await gzip(plain),
      etag: `"${createHash("sha256").update(plain).digest("base64url").slice(0, 22)}"`,
      isShared:
        rendered.status === 200 &&
        (rendered.headers.get("cache-control") ?? "").includes("public") &&
        !rendered.headers.has("set-cookie"),
      renderedAtMs,
    };
  }
}

/** Whether If-None-Match names this page. Proxies that compress make an ETag weak, and may send several. */
function namesEtag(header: string | undefined, etag: string): boolean {
  return (header ?? "").split(",").some((named) => named.trim().replace(/^W\//, "") === etag);
}

/** Only what chooses language and text size; the session cookie never reaches a public page. */
function preferenceHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const name of ["cookie", "accept-language"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  return headers;
}
