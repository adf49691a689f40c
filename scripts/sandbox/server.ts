import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { alipayHandler } from "./alipay/gateway.ts";
import { controlHandler } from "./control.ts";
import { resumeDeliveries } from "./delivery.ts";
import { ConnectionReset, NoAnswer } from "./faults.ts";
import { html, page } from "./html.ts";
import { writeKeysFile } from "./merchants.ts";
import { closeDay, homePage } from "./pages.ts";
import { startSmtp } from "./smtp.ts";
import { openState, type SandboxState, type StateOptions } from "./state.ts";
import { currentCheckout } from "./stripe/checkout.ts";
import { sendEvents } from "./stripe/events.ts";
import { stripeHandler } from "./stripe/handler.ts";
import { renewDue } from "./stripe/subscriptions.ts";
import { STYLESHEET } from "./style.ts";

const LARGEST_BODY = 50 * 1024 * 1024;
const EXPIRY_CHECK_MS = 20_000;
/** How long an unanswered connection is held before it is cut. */
const HOLD_MS = 30_000;

export type SandboxOptions = StateOptions & { port?: number; smtpPort?: number };
export type Sandbox = { url: string; smtpUrl: string; state: SandboxState; close: () => Promise<void> };

/** The whole sandbox as one function from request to response. */
export function sandboxHandler(state: SandboxState): (request: Request) => Promise<Response> {
  const alipay = alipayHandler(state);
  const stripe = stripeHandler(state);
  return async (request) => {
    const url = new URL(request.url);
    const { pathname } = url;
    if (pathname === "/gateway.do" || pathname.startsWith("/alipay/")) return alipay(request);
    if (pathname.startsWith("/v1/") || pathname.startsWith("/c/")) return stripe(request);
    if (pathname.startsWith("/control/")) return controlHandler(state, request);
    if (pathname === "/" && request.method === "GET") return homePage(state, url.searchParams);
    if (pathname === "/settle" && request.method === "POST") return closeDay(state);
    if (pathname === "/healthz") return new Response("ok");
    if (pathname === "/style.css")
      return new Response(STYLESHEET, { headers: { "content-type": "text/css; charset=utf-8" } });
    return page("没有这一页", html`<h1>没有这一页</h1><p><a href="/">回到沙箱首页</a></p>`, { status: 404 });
  };
}

/** Opens the state, listens on loopback (HTTP and SMTP) and takes up waiting deliveries. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const state = await openState(options);
  try {
    const handler = sandboxHandler(state);
    const server = createServer((incoming, outgoing) => void serve(state, handler, incoming, outgoing));
    server.keepAliveTimeout = 60_000;
    const port = await listen(server, options.port || state.setting<number>("port") || 0);
    const smtp = await startSmtp(state, options.smtpPort || state.setting<number>("smtpPort") || 0);
    state.url = `http://127.0.0.1:${port}`;
    state.smtpUrl = `smtp://127.0.0.1:${smtp.port}`;
    state.keepSetting("port", port);
    state.keepSetting("smtpPort", smtp.port);
    await state.flushed();
    await writeKeysFile(state);
    resumeDeliveries(state);
    watchExpiry(state);
    return { url: state.url, smtpUrl: state.smtpUrl, state, close: () => close(state, server, smtp.close) };
  } catch (error) {
    await state.close();
    throw error;
  }
}

/** Sessions end and subscriptions renew by themselves, and their endpoint hears of it. */
function watchExpiry(state: SandboxState): void {
  const timer = setInterval(() => {
    const open = state.tables.checkouts.all().filter((row) => row.status === "open");
    const events = [...open.flatMap((row) => currentCheckout(state, row).events), ...renewDue(state)];
    if (events.length > 0) state.background(sendEvents(state, events));
  }, EXPIRY_CHECK_MS);
  timer.unref();
  state.timers.add(timer);
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

async function close(state: SandboxState, server: Server, closeSmtp: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await Promise.all([closed, closeSmtp()]);
  await state.close();
}

async function serve(
  state: SandboxState,
  handler: (request: Request) => Promise<Response>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await toRequest(state, incoming);
    if (!request) {
      outgoing.writeHead(413).end();
      return;
    }
    const response = await handler(request);
    await state.flushed();
    const body = Buffer.from(await response.arrayBuffer());
    outgoing.writeHead(response.status, {
      ...Object.fromEntries(response.headers),
      "content-length": body.length,
    });
    outgoing.end(body);
  } catch (error) {
    if (error instanceof NoAnswer) {
      const timer = setTimeout(() => incoming.socket.destroy(), HOLD_MS);
      timer.unref();
      return;
    }
    if (error instanceof ConnectionReset) {
      incoming.socket.resetAndDestroy();
      return;
    }
    process.stderr.write(`sandbox: ${incoming.method} ${incoming.url?.slice(0, 200)}: ${describe(error)}\n`);
    if (!outgoing.headersSent) outgoing.writeHead(500, { "content-type": "text/plain; charset=utf-8" });
    outgoing.end("sandbox error");
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The web request; null when its body is too large. */
async function toRequest(state: SandboxState, incoming: IncomingMessage): Promise<Request | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > LARGEST_BODY) return null;
    chunks.push(chunk);
  }
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers.set(name, Array.isArray(value) ? value.join(", ") : value);
  }
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" || size === 0 ? undefined : Buffer.concat(chunks);
  return new Request(new URL(incoming.url ?? "/", state.url), { method, headers, body });
}
