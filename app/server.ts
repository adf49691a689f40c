import "#app/lib/require-env.server.ts";
import { existsSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { fileURLToPath } from "node:url";
import { createRequestHandler as createPageHandler } from "@remix-run/express";
import { createRequestHandler } from "@remix-run/node";
import type { ServerBuild } from "@remix-run/server-runtime";
import compression from "compression";
import express from "express";
import { receiveNotification } from "#app/features/donations/receive-notification.server.ts";
import { apiRefusal } from "#app/features/open-data/api-refusal.ts";
import { closeDatabase, db } from "#app/lib/db.server.ts";
import { loadEnvOrExit } from "#app/lib/env.server.ts";
import { errorText } from "#app/lib/error-text.ts";
import { isBadAddress } from "#app/lib/http/bad-address.ts";
import { isForeignPost } from "#app/lib/http/foreign-post.ts";
import { refusedFormStatus } from "#app/lib/http/form-size.ts";
import { apiWaitSeconds } from "#app/lib/http/limit-api.server.ts";
import { observeRequest } from "#app/lib/http/observe-request.server.ts";
import { PageCache } from "#app/lib/http/page-cache.server.ts";
import { BodyTooLargeError, readBody } from "#app/lib/http/read-body.server.ts";
import { refusingNul } from "#app/lib/http/refuse-nul.server.ts";
import { newNonce, securityHeaders } from "#app/lib/http/security-headers.server.ts";
import { log } from "#app/lib/log.server.ts";
import { readPreferences } from "#app/lib/preferences.ts";
import { problem } from "#app/lib/problem.server.ts";

const WEBHOOK_BODY_LIMIT_BYTES = 256 * 1024;
const SHUTDOWN_GRACE_MS = 10_000;

const environment = loadEnvOrExit();
const clientFolder = fileURLToPath(new URL("../build/client", import.meta.url));
const bundle = new URL("../build/server/index.js", import.meta.url);

/** The site runs as a role that cannot change the ledger; as the owner of the tables it will not start. */
async function refuseToRunAsOwner(): Promise<void> {
  const [role] = await db.rows<{ name: string; mayChange: boolean }>(
    `select current_user as name, has_table_privilege('transfer', 'update') as "mayChange"
     from pg_class where oid = to_regclass('transfer')`,
  );
  if (!role) throw new Error("the database has no tables yet: run npm run migrate");
  if (role.mayChange)
    throw new Error(
      `DATABASE_URL signs in as ${role.name}, which may change transfers: use the application role`,
    );
}

async function loadPages(): Promise<ServerBuild> {
  if (!existsSync(bundle)) throw new Error("the pages are not built yet: run npm run build");
  return refusingNul((await import(bundle.href)) as ServerBuild);
}

/** Provider notifications: a bare handler in front of the pages, so that a burst of them costs little. */
async function handleWebhook(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
): Promise<void> {
  const [, , provider = "", credentialId = "", rest] = path.split("/");
  const isKnown = (provider === "alipay" || provider === "stripe") && /^c[0-9a-z]{12}$/.test(credentialId);
  if (!isKnown || rest !== undefined) return answerText(response, 404, "not found");
  if (request.method !== "POST") return answerText(response, 405, "POST only");
  try {
    const body = await readBody(request, WEBHOOK_BODY_LIMIT_BYTES);
    const answer = await receiveNotification(provider, credentialId, body, request.headers, new Date());
    answerText(response, answer.status, answer.body);
  } catch (error) {
    if (error instanceof BodyTooLargeError) return answerText(response, 413, "too large");
    log.error({ err: error }, "a provider's message failed");
    answerText(response, 500, "fail");
  }
}

function answerText(response: ServerResponse, status: number, body: string): void {
  if (response.headersSent || response.destroyed) return;
  response.writeHead(status, {
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Length": Buffer.byteLength(body),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
  });
  response.end(body);
}

/** The problem document for a call that reaches no route: no such operation, or too many of them. */
async function refuseApiCall(request: express.Request): Promise<Response | null> {
  const said = new Request(environment.PUBLIC_URL, {
    headers: { "accept-language": request.get("accept-language") ?? "" },
  });
  const path = request.baseUrl + request.path;
  const refusal = apiRefusal(request.method, path);
  if (refusal) {
    const answer = problem(said, refusal.kind);
    if (refusal.allow) answer.headers.set("Allow", refusal.allow.join(", "));
    return answer;
  }
  const call = {
    method: request.method,
    path,
    hasSearch: request.query.q !== undefined,
    authorization: request.get("authorization"),
    address: request.ip ?? "unknown",
  };
  const retryAfterSeconds = await apiWaitSeconds(call, new Date());
  return retryAfterSeconds === null ? null : problem(said, "too-many-requests", { retryAfterSeconds });
}

function pagesApp(build: ServerBuild): express.Express {
  const app = express();
  app.disable("x-powered-by");
  app.set("trust proxy", environment.TRUST_PROXY);
  app.use(compression());
  app.use(
    "/assets",
    express.static(`${clientFolder}/assets`, { immutable: true, maxAge: "1y", fallthrough: false }),
  );
  app.use(express.static(clientFolder, { maxAge: "1h" }));
  app.use((request, response, next) => {
    const status = refusedFormStatus(request);
    if (status === null) return next();
    response
      .status(status)
      .set("Connection", "close")
      .type("text/plain")
      .send("this form is too large to be sent");
  });
  app.use((request, response, next) => {
    if (!isForeignPost(request, environment.PUBLIC_URL)) return next();
    response.status(403).type("text/plain").send("this form was sent from another site");
  });
  app.use("/api", (request, response, next) => {
    refuseApiCall(request)
      .then(async (answer) => {
        if (answer === null) return next();
        const text = await answer.text();
        response.status(answer.status).set(Object.fromEntries(answer.headers)).send(text);
      })
      .catch(next);
  });
  app.use((_request, response, next) => {
    response.locals.nonce = newNonce();
    for (const [name, value] of Object.entries(securityHeaders(environment, response.locals.nonce)))
      response.setHeader(name, value);
    next();
  });
  app.all(
    "*",
    createPageHandler({
      build,
      mode: environment.NODE_ENV,
      getLoadContext: (request, response) => {
        const url = new URL(request.originalUrl, environment.PUBLIC_URL);
        const headers = new Headers();
        for (const name of ["cookie", "accept-language"]) {
          const value = request.headers[name];
          if (typeof value === "string") headers.set(name, value);
        }
        const { lang, large, setCookie } = readPreferences(new Request(url, { headers }));
        for (const cookie of setCookie) response.append("Set-Cookie", cookie);
        return { nonce: String(response.locals.nonce), lang, large, clientAddress: request.ip };
      },
    }),
  );
  return app;
}

async function start(): Promise<void> {
  await refuseToRunAsOwner();
  const build = await loadPages();
  const app = pagesApp(build);
  const cache = new PageCache(createRequestHandler(build, environment.NODE_ENV), environment);
  const server = createServer((request, response) => {
    const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
    observeRequest(request, response, path);
    if (isBadAddress(request.url ?? "/")) {
      answerText(response, 400, "this address cannot be read");
    } else if (path === "/webhooks" || path.startsWith("/webhooks/")) {
      void handleWebhook(request, response, path);
    } else if (cache.serves(request, path)) {
      cache.answer(request, response).catch((error: unknown) => {
        log.error({ err: error }, "a public page failed");
        answerText(response, 500, "something went wrong; nothing was lost");
      });
    } else {
      app(request, response);
    }
  });
  server.keepAliveTimeout = 65_000;
  server.once("error", (error: NodeJS.ErrnoException) => {
    const where = `${environment.HOST}:${environment.PORT}`;
    fail(error.code === "EADDRINUSE" ? `PORT: ${where} is taken by another program` : error.message);
  });
  server.listen(environment.PORT, environment.HOST, () => log.info({ port: environment.PORT }, "site ready"));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop(server));
}

/** Takes no new request, finishes those under way, then lets go of the database. */
async function stop(server: ReturnType<typeof createServer>): Promise<void> {
  const forced = setTimeout(() => process.exit(1), SHUTDOWN_GRACE_MS);
  forced.unref();
  server.closeIdleConnections();
  await new Promise<void>((closed) => {
    server.close(() => closed());
    setTimeout(() => server.closeAllConnections(), SHUTDOWN_GRACE_MS / 2).unref();
  });
  await closeDatabase();
  process.exit(0);
}

function fail(message: string): never {
  process.stderr.write(`site: ${message}\n`);
  process.exit(1);
}

start().catch((error: unknown) => fail(errorText(error)));
