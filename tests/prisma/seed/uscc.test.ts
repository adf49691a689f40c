import { describe, expect, it } from "vitest";
import { makeUscc, usccCheck } from "#prisma/seed/uscc.ts";

describe("credit codes of the seed", () => {
  it("has the check characters of codes computed elsewhere", () => {
    expect(makeUscc("51", "330122", 0)).toBe("51330122MJ90000067");
    expect(usccCheck("53330100MJ9000014")).toBe("0");
    expect(usccCheck("52620600MJY949356")).toBe("H");
    expect(usccCheck("91330100MA9000003")).toBe("D");
  });

  it("gives every serial its own code", () => {
    const codes = Array.from({ length: 40 }, (_, serial) => makeUscc("52", "330481", serial));
    expect(new Set(codes).size).toBe(40);
    for (const code of codes) expect(code).toMatch(/^[0-9A-HJ-NPQRTUWXY]{18}$/);
  });
});
