import { describe, expect, it } from "vitest";
import { type Env, env } from "#app/lib/env.server.ts";
import { newNonce, securityHeaders } from "#app/lib/http/security-headers.server.ts";

function policyOf(over: Partial<Env> = {}, nonce?: string): Map<string, string[]> {
  const header = securityHeaders({ ...env(), ...over }, nonce)["Content-Security-Policy"] ?? "";
  return new Map(
    header.split("; ").map((part) => {
      const [name = "", ...values] = part.split(" ");
      return [name, values];
    }),
  );
}

describe("the headers of every page", () => {
  it("allow nothing that is not named, nothing inline, and no framing", () => {
    const policy = policyOf();
    expect(policy.get("default-src")).toEqual(["'none'"]);
    expect(policy.get("script-src")).toEqual(["'self'"]);
    expect(policy.get("style-src")).toEqual(["'self'"]);
    expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy.get("base-uri")).toEqual(["'none'"]);
    expect([...policy.values()].flat().filter((value) => /unsafe|\*$|^https?:$/.test(value))).toEqual([]);
  });

  it("let a script run by the nonce of its own response only", () => {
    const nonce = newNonce();
    expect(nonce).toMatch(/^[A-Za-z0-9+/]{22}==$/);
    expect(newNonce()).not.toBe(nonce);
    expect(policyOf({}, nonce).get("script-src")).toEqual(["'self'", `'nonce-${nonce}'`]);
  });

  it("let forms lead to the payment pages; to the sandbox in the demo only", () => {
    const real = ["'self'", "https://checkout.stripe.com", "https://*.alipay.com"];
    expect(policyOf({ SANDBOX_URL: undefined }).get("form-action")).toEqual(real);
    expect(policyOf({ SANDBOX_URL: "http://127.0.0.1:9" }).get("form-action")).toEqual([
      ...real,
      "http://127.0.0.1:9",
    ]);
  });

  it("insist on https where the site has it, and never on plain http", () => {
    const https = securityHeaders({ ...env(), PUBLIC_URL: "https://mingshan.example" });
    expect(https["Strict-Transport-Security"]).toMatch(/^max-age=\d{8}/);
    expect(securityHeaders(env())["Strict-Transport-Security"]).toBeUndefined();
    expect(https).toMatchObject({ "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin" });
  });
});
