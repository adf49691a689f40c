import { describe, expect, it } from "vitest";
import { loginPath, safePath } from "#app/features/identity/safe-path.ts";

describe("where to go after signing in", () => {
  it.each([
    ["/workspace", "/workspace"],
    ["/projects/books?lang=en#give", "/projects/books?lang=en#give"],
    ["/a/../b", "/b"],
  ])("is a path of this site: %s", (asked, expected) => {
    expect(safePath(asked)).toBe(expected);
  });

  it.each([
    null,
    "",
    "workspace",
    "//evil.example",
    "/\\evil.example",
    "/\tevil",
    "/..//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/ x",
    "/%0d%0aSet-Cookie:x\r\n",
    `/${"x".repeat(2_001)}`,
  ])("is the account for anything else: %s", (asked) => {
    expect(safePath(asked)).toBe("/account");
  });

  it("leads back to the page that asked", () => {
    expect(loginPath(new Request("http://127.0.0.1:3000/workspace?tab=1"))).toBe(
      "/login?next=%2Fworkspace%3Ftab%3D1",
    );
  });
});
