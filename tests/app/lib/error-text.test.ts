import { describe, expect, it } from "vitest";
import { errorText } from "#app/lib/error-text.ts";

describe("the text of an error", () => {
  it.each([
    ["550 <li.lei+x@mail.example.cn> unknown", "Error: 550 <[address]> unknown"],
    ["call 138 0013 8000 or +86-10-12345678", "Error: call [number] or [number]"],
    ["connect postgresql://app:secret@127.0.0.1:5432/x", "Error: connect postgresql://127.0.0.1:5432/x"],
    ["bad link /reset/abcdefghijklmnopqrstuvwxyz0123456789ABCD_-x", "Error: bad link /reset/[token]"],
    ["two\n  lines", "Error: two lines"],
  ])("has nothing personal: %s", (message, expected) => {
    expect(errorText(new Error(message))).toBe(expected);
  });

  it("is short, and takes anything that was thrown", () => {
    expect(errorText("x y ".repeat(1000))).toHaveLength(500);
    expect(errorText(new AggregateError([new Error("a"), new Error("b")], "both"))).toContain(
      "Error: a; Error: b",
    );
  });
});
