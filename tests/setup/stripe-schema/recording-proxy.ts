import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface Exchange {
  method: string;
  path: string;
  /** What was sent: the form, or the query of a reading call. */
  form: string;
  status: number;
  body: string;
}

/** Stands between a program and Stripe's side, passes everything on, and keeps what was said. */
export async function startRecordingProxy(target: {
  host: string;
  port: number;
}): Promise<{ port: number; exchanges: Exchange[]; close(): Promise<void> }> {
  const exchanges: Exchange[] = [];
  const server: Server = createServer((request, response) => {
    pass(request, target, exchanges).then(
      ({ status, headers, body }) => response.writeHead(status, headers).end(body),
      (error: unknown) => response.writeHead(502).end(String(error instanceof Error ? error.stack : error)),
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    port: (server.address() as AddressInfo).port,
    exchanges,
    close: () => new Promise((closed) => server.close(() => closed())),
  };
}

async function pass(
  request: IncomingMessage,
  target: { host: string; port: number },
  exchanges: Exchange[],
): Promise<{ status: number; headers: Record<string, string>; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const sent = Buffer.concat(chunks).toString("utf8");
  const method = request.method ?? "GET";
  const url = new URL(`http://${target.host}:${target.port}${request.url}`);
  const headers = new Headers();
  for (const name of ["authorization", "stripe-version", "idempotency-key", "content-type"]) {
    const value = request.headers[name];
    if (typeof value === "string") headers.set(name, value);
  }
  const answer = await fetch(url, { method, headers, ...(method === "POST" ? { body: sent } : {}) });
  const body = await answer.text();
  const form = method === "POST" ? sent : url.search.slice(1);
  exchanges.push({ method, path: url.pathname, form, status: answer.status, body });
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
}
