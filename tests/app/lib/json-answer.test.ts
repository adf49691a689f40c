import { describe, expect, it } from "vitest";
import { jsonAnswer, jsonText } from "#app/lib/json-answer.server.ts";

describe("JSON answers", () => {
  it("write fen as integers and times as RFC 3339", async () => {
    const answer = jsonAnswer({ amountFen: 123_456n, at: new Date(0), none: null }, { status: 201 });
    expect(answer.status).toBe(201);
    expect(await answer.text()).toBe('{"amountFen":123456,"at":"1970-01-01T00:00:00.000Z","none":null}');
  });

  it("refuse an amount that JSON would round", () => {
    expect(() => jsonText({ amountFen: 9_007_199_254_740_993n })).toThrow("beyond what JSON carries");
  });
});
