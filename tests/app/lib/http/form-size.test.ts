import { describe, expect, it } from "vitest";
import { FORM_LIMIT_BYTES, refusedFormStatus } from "#app/lib/http/form-size.ts";

describe("refusedFormStatus", () => {
  it.each([
    ["a form", "POST", "/login", { "content-length": "200" }, null],
    ["a form without a body", "POST", "/logout", {}, null],
    [
      "the largest statement",
      "POST",
      "/workspace/reconciliation",
      { "content-length": String(FORM_LIMIT_BYTES) },
      null,
    ],
    [
      "one byte more",
      "POST",
      "/workspace/reconciliation",
      { "content-length": String(FORM_LIMIT_BYTES + 1) },
      413,
    ],
    ["a body without an end", "POST", "/login", { "transfer-encoding": "chunked" }, 411],
    [
      "an API call, which has its own limit",
      "POST",
      "/api/v1/statements",
      { "transfer-encoding": "chunked" },
      null,
    ],
    ["a page", "GET", "/", {}, null],
  ] as const)("%s", (_, method, url, headers, status) => {
    expect(refusedFormStatus({ method, url, headers })).toBe(status);
  });
});
