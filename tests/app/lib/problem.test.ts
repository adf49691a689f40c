import { describe, expect, it } from "vitest";
import { z } from "zod";
import { inputProblem, problem, refusalProblem } from "#app/lib/problem.server.ts";

const request = (lang?: string) =>
  new Request("http://127.0.0.1:3000/api/v1/donations", { headers: lang ? { "Accept-Language": lang } : {} });

describe("problem answers", () => {
  it("have a stable type, a status and a title in the language asked for", async () => {
    const chinese = problem(request(), "not-found");
    expect(chinese.status).toBe(404);
    expect(chinese.headers.get("content-type")).toBe("application/problem+json; charset=utf-8");
    expect(await chinese.json()).toEqual({
      type: "urn:mingshan:problem:not-found",
      title: "没有找到",
      status: 404,
    });
    const english = await problem(request("en-GB,zh;q=0.5"), "not-found").json();
    expect(english).toMatchObject({ type: "urn:mingshan:problem:not-found", title: "Not found" });
  });

  it("say how to authenticate and when to come back", () => {
    expect(problem(request(), "unauthorized").headers.get("www-authenticate")).toContain("Bearer");
    const busy = problem(request(), "too-many-requests", { retryAfterSeconds: 0.2 });
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([429, "1"]);
  });

  it("name each wrong field by its path", async () => {
    const schema = z.object({
      donor: z.object({ email: z.email() }),
      events: z.array(z.object({ n: z.int() })),
    });
    const result = schema.safeParse({ donor: { email: "x" }, events: [{ n: 1 }, { n: 0.5 }] });
    if (result.success) throw new Error("the input should be wrong");
    const answer = inputProblem(request(), result.error);
    const { errors } = (await answer.json()) as { errors: { path: string }[] };
    expect(answer.status).toBe(422);
    expect(errors.map(({ path }) => path)).toEqual(["donor.email", "events.1.n"]);
  });

  it("carry a verb's own reason", async () => {
    const answer = refusalProblem(request("en"), "not-open", { status: 409, title: "Giving is closed" });
    expect(await answer.json()).toEqual({
      type: "urn:mingshan:problem:not-open",
      title: "Giving is closed",
      status: 409,
    });
  });
});
