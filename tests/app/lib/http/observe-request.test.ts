import { EventEmitter } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { register } from "prom-client";
import { describe, expect, it } from "vitest";
import { observeRequest } from "#app/lib/http/observe-request.server.ts";

const finished = (request: object) => {
  const response = Object.assign(new EventEmitter(), { statusCode: 200 });
  observeRequest(request as IncomingMessage, response as unknown as ServerResponse, "/projects");
  return response;
};

describe("measuring a request", () => {
  it("counts it, and cannot fail it, whatever breaks in the measuring", async () => {
    finished({ method: "GET" }).emit("close");
    const broken = finished({
      get method() {
        throw new Error("no label");
      },
    });
    expect(() => broken.emit("close")).not.toThrow();
    const text = await register.metrics();
    expect(text).toContain('_count{route="/projects",method="GET",status="2xx"} 1');
  });
});
