import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, it } from "vitest";
import { isForeignPost } from "#app/lib/http/foreign-post.ts";

const isForeign = (headers: IncomingHttpHeaders, method = "POST", url = "/login") =>
  isForeignPost(
    { method, url, headers: { host: "mingshan.example", ...headers } },
    "https://mingshan.example",
  );

describe("a form", () => {
  it.each([
    ["from our own pages", { origin: "https://mingshan.example" }],
    ["from the address that was asked, behind a proxy", { origin: "http://mingshan.example" }],
    ["from a browser that says only that it is ours", { "sec-fetch-site": "same-origin" }],
    ["that a person sends by hand", { "sec-fetch-site": "none" }],
    ["from a program that says nothing", {}],
  ])("%s is taken", (_name, headers) => {
    expect(isForeign(headers)).toBe(false);
  });

  it.each([
    ["from another site", { origin: "https://evil.example" }],
    ["from a sandboxed frame or a file", { origin: "null" }],
    ["from another port", { origin: "https://mingshan.example:8443" }],
    ["from a longer name", { origin: "https://mingshan.example.evil.example" }],
    ["with an origin that is none", { origin: "mingshan.example" }],
    ["from another site that hides its origin", { "sec-fetch-site": "cross-site" }],
    ["from a sister site", { "sec-fetch-site": "same-site" }],
  ])("%s is refused", (_name, headers) => {
    expect(isForeign(headers)).toBe(true);
    for (const method of ["PUT", "PATCH", "DELETE"]) expect(isForeign(headers, method)).toBe(true);
  });

  it("is not asked about where nothing is sent, or where keys and not cookies decide", () => {
    const evil = { origin: "https://evil.example" };
    for (const method of ["GET", "HEAD", "OPTIONS"]) expect(isForeign(evil, method)).toBe(false);
    expect(isForeign(evil, "POST", "/api/v1/donations")).toBe(false);
    expect(isForeign(evil, "POST", "/apiary")).toBe(true);
    expect(isForeign(evil, "POST", "/projects/api/donate")).toBe(true);
  });
});
