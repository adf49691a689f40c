import { describe, expect, it } from "vitest";
import { parseEnv } from "#app/lib/env.server.ts";

const key = Buffer.alloc(32, 1).toString("base64");

/** The smallest environment with which the site starts. */
const complete = {
  PUBLIC_URL: "https://give.example.org/",
  DATABASE_URL: "postgresql://mingshan_app:x@127.0.0.1/mingshan",
  REDIS_URL: "redis://127.0.0.1:6379",
  SESSION_SECRET: "s".repeat(32),
  CREDENTIAL_KEYS: `k2:${key},k1:${key}`,
  DEPLOYMENT_MODE: "own-site",
  SMTP_URL: "smtp://127.0.0.1:25",
  MAIL_FROM: "明善 <noreply@example.org>",
};

function linesFor(change: Record<string, string | undefined>): string[] {
  const result = parseEnv({ ...complete, ...change });
  return result.ok ? [] : result.lines;
}

describe("the environment", () => {
  it("gives parsed values and defaults", () => {
    const result = parseEnv(complete);
    if (!result.ok) throw new Error(result.lines.join());
    expect(result.env).toMatchObject({
      PORT: 3000,
      DEMO: false,
      NODE_ENV: "production",
      PUBLIC_URL: "https://give.example.org",
    });
    expect(result.env.CREDENTIAL_KEYS.map(({ id, key: { length } }) => [id, length])).toEqual([
      ["k2", 32],
      ["k1", 32],
    ]);
  });

  it("names every missing variable in one line each", () => {
    const result = parseEnv({});
    expect(result.ok ? [] : result.lines).toEqual(
      [
        "PUBLIC_URL",
        "DATABASE_URL",
        "REDIS_URL",
        "SESSION_SECRET",
        "CREDENTIAL_KEYS",
        "DEPLOYMENT_MODE",
        "SMTP_URL",
        "MAIL_FROM",
      ].map((name) => `${name} is missing`),
    );
  });

  it.each([
    ["PORT", "80000"],
    ["PORT", "http"],
    ["DATABASE_URL", "mysql://x/y"],
    ["REDIS_URL", "127.0.0.1:6379"],
    ["SESSION_SECRET", "short"],
    ["CREDENTIAL_KEYS", `k1:${Buffer.alloc(31).toString("base64")}`],
    ["CREDENTIAL_KEYS", `k1:${key},k1:${key}`],
    ["CREDENTIAL_KEYS", key],
    ["DEPLOYMENT_MODE", "production"],
    ["DEMO", "true"],
    ["PUBLIC_URL", "http://give.example.org"],
    ["SANDBOX_URL", "http://127.0.0.1:4000"],
    ["TRUST_PROXY", "-1"],
  ])("refuses %s=%s with one line that names it", (name, value) => {
    const lines = linesFor({ [name]: value });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(new RegExp(`^${name}:? .+`));
    expect(lines[0]).not.toContain("\n");
  });

  it("allows the sandbox in the demo alone, and on loopback alone", () => {
    expect(
      linesFor({ DEMO: "1", SANDBOX_URL: "http://127.0.0.1:4000", PUBLIC_URL: "http://127.0.0.1:3000" }),
    ).toEqual([]);
    expect(linesFor({ DEMO: "1", SANDBOX_URL: "https://pay.example.org" })[0]).toMatch(
      /^SANDBOX_URL: must be a loopback/,
    );
    expect(linesFor({ DEMO: "1" })[0]).toMatch(/^SANDBOX_URL/);
  });

  it("takes an empty variable for none", () => {
    expect(linesFor({ PORT: "", METRICS_TOKEN: "" })).toEqual([]);
    expect(linesFor({ SESSION_SECRET: "" })).toEqual(["SESSION_SECRET is missing"]);
  });
});
