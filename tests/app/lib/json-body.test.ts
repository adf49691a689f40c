import { describe, expect, it } from "vitest";
import { z } from "zod";
import { readJsonBody } from "#app/lib/json-body.server.ts";

const schema = z.object({ name: z.string() });
const post = (body: BodyInit, headers: Record<string, string> = { "Content-Type": "application/json" }) =>
  new Request("http://127.0.0.1:3000/api/v1/x", { method: "POST", body, headers });

async function statusOf(request: Request, maxBytes?: number): Promise<number> {
  const result = await readJsonBody(request, schema, maxBytes);
  return result.ok ? 200 : result.response.status;
}

describe("the body of an API request", () => {
  it("is given with the text as it was sent", async () => {
    const text = '{ "name" : "雷" }';
    expect(await readJsonBody(post(text), schema)).toEqual({ ok: true, value: { name: "雷" }, text });
  });

  it("is refused when it is no JSON, does not parse, is too large or has the wrong shape", async () => {
    expect(await statusOf(post("name=x", { "Content-Type": "application/x-www-form-urlencoded" }))).toBe(415);
    expect(await statusOf(post("{"))).toBe(400);
    expect(await statusOf(post(JSON.stringify({ name: "x".repeat(100) })), 50)).toBe(413);
    expect(await statusOf(post("{}"))).toBe(422);
  });

  it("is measured while it arrives, whatever its length claims", async () => {
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000).fill(0x20)),
    });
    const init = {
      method: "POST",
      body: endless,
      duplex: "half",
      headers: { "Content-Type": "application/json" },
    };
    expect(await statusOf(new Request("http://127.0.0.1:3000/", init as RequestInit), 10_000)).toBe(413);
  });

  it("is explained in the reader's language", async () => {
    const request = post("{}", { "Content-Type": "application/json", "Accept-Language": "zh-CN" });
    const result = await readJsonBody(request, schema);
    if (result.ok) throw new Error("the input should be wrong");
    const { errors } = (await result.response.json()) as { errors: { path: string; message: string }[] };
    expect(errors[0]?.path).toBe("name");
    expect(errors[0]?.message).toMatch(/[一-龥]/);
  });
});
