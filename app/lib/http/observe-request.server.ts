import type { IncomingMessage, ServerResponse } from "node:http";
import { Histogram } from "prom-client";
import { quietly } from "#app/lib/quietly.server.ts";
import { singleton } from "#app/lib/singleton.server.ts";

const requestSeconds = () =>
  singleton(
    "http-request-seconds",
    () =>
      new Histogram({
        name: "http_request_duration_seconds",
        help: "Time from request to last byte, by first path segment, method and status class",
        labelNames: ["route", "method", "status"],
        buckets: [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10],
      }),
  );

/** Measures one request. The label is the first path segment only: ids and slugs would be endless. */
export function observeRequest(request: IncomingMessage, response: ServerResponse, path: string): void {
  const startedAtMs = performance.now();
  const first = path.split("/", 2)[1] ?? "";
  const route = /^[a-z.-]{0,24}$/.test(first) ? `/${first}` : "other";
  response.once("close", () => {
    void quietly("measuring a request", () => {
      const status = `${Math.floor(response.statusCode / 100)}xx`;
      requestSeconds().observe(
        { route, method: request.method ?? "GET", status },
        (performance.now() - startedAtMs) / 1000,
      );
    });
  });
}
