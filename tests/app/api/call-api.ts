import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { ActionFunctionArgs, AppLoadContext } from "@remix-run/node";
import { expect } from "vitest";
import { expectDescribed, expectHabits, operationAt } from "./api-document.ts";

const routesFolder = join(import.meta.dirname, "../../../app/routes");

interface ApiRoute {
  /** Below /api/v1, with `{name}` for what varies. */
  path: string;
  file: string;
}

/** Every route of the API, by the names of their files. */
export const apiRoutes: ApiRoute[] = readdirSync(routesFolder)
  .filter((file) => /^api\.v1\..*\.tsx?$/.test(file))
  .map((file) => {
    const name = file.replace(/^api\.v1\./, "").replace(/\.tsx?$/, "");
    const parts = name.replaceAll("[.]", "\u0001").split(".");
    const path = parts
      .filter((part) => part !== "_index")
      .map((part) =>
        part
          .replaceAll("\u0001", ".")
          .replace(/_$/, "")
          .replace(/^\$(.*)$/, "{$1}"),
      )
      .join("/");
    return { path: `/${path}`, file: join(routesFolder, file) };
  });

type Handler = (args: ActionFunctionArgs) => Promise<Response> | Response;

export interface ApiCall {
  key?: string;
  /** Sent as JSON, unless it is text, bytes or a form already. */
  body?: unknown;
  idempotencyKey?: string;
  headers?: Record<string, string>;
  clientAddress?: string;
}

export interface ApiAnswer {
  status: number;
  headers: Headers;
  text: string;
  json: JsonObject;
}

type Json = string | number | boolean | null | Json[] | JsonObject;
export interface JsonObject {
  [name: string]: Json;
}

/** Calls an operation as a program would, through its route, and holds the answer against the document. */
export async function callApi(method: "GET" | "POST", path: string, call: ApiCall = {}): Promise<ApiAnswer> {
  const url = new URL(`http://127.0.0.1:3000/api/v1${path}`);
  const { route, params } = findRoute(url.pathname.replace(/^\/api\/v1/, ""));
  const handlers = (await import(route.file)) as { loader?: Handler; action?: Handler };
  const handle = method === "GET" ? handlers.loader : handlers.action;
  if (!handle) throw new Error(`${route.path} takes no ${method}`);
  const context: AppLoadContext = { clientAddress: call.clientAddress ?? "192.0.2.1" };
  const response = await handle({ request: requestOf(method, url, call), params, context });
  const text = await response.clone().text();
  const json: JsonObject = JSON.parse(text);
  expectHabits(json);
  const operation = operationAt(method, url.pathname.replace(/^\/api\/v1/, ""));
  if (operation && response.status !== 405) expectDescribed(operation, response, json);
  if (response.status >= 400) {
    expect(json.status).toBe(response.status);
    expect(json.type).toMatch(/^urn:mingshan:problem:[a-z-]+$/);
  }
  return { status: response.status, headers: response.headers, text, json };
}

function findRoute(path: string): { route: ApiRoute; params: Record<string, string> } {
  const parts = path.split("/");
  const fitting = apiRoutes.filter((route) => {
    const names = route.path.split("/");
    return (
      names.length === parts.length &&
      names.every((name, index) => name.startsWith("{") || name === parts[index])
    );
  });
  const [route] = fitting.sort((a, b) => a.path.split("{").length - b.path.split("{").length);
  if (!route) throw new Error(`no route for ${path}`);
  const params = Object.fromEntries(
    route.path
      .split("/")
      .flatMap((name, index) =>
        name.startsWith("{") ? [[name.slice(1, -1), decodeURIComponent(parts[index] ?? "")]] : [],
      ),
  );
  return { route, params };
}

function requestOf(method: string, url: URL, call: ApiCall): Request {
  const headers = new Headers(call.headers);
  if (call.key) headers.set("Authorization", `Bearer ${call.key}`);
  if (call.idempotencyKey !== undefined) headers.set("Idempotency-Key", call.idempotencyKey);
  const { body } = call;
  if (body === undefined) return new Request(url, { method, headers });
  if (body instanceof FormData) return new Request(url, { method, headers, body });
  if (!headers.has("Content-Type")) headers.set("Content-Type", "application/json");
  return new Request(url, { method, headers, body: typeof body === "string" ? body : JSON.stringify(body) });
}

/** The records of a list. */
export function dataOf(answer: ApiAnswer): JsonObject[] {
  expect(Object.keys(answer.json).sort()).toEqual(["data", "nextCursor"]);
  return answer.json.data as JsonObject[];
}
