import type { ActionFunctionArgs, ServerBuild } from "@remix-run/server-runtime";
import { describe, expect, it } from "vitest";
import { refusingNul } from "#app/lib/http/refuse-nul.server.ts";

/** A build of one route whose action says what it read. */
async function send(path: string, body: BodyInit, headers?: Record<string, string>): Promise<Response> {
  const action = async ({ request }: ActionFunctionArgs) => new Response(await request.text());
  const build = { routes: { x: { id: "x", module: { action } }, y: { id: "y", module: {} } } };
  const guarded = refusingNul(build as unknown as ServerBuild).routes.x?.module.action;
  if (!guarded) throw new Error("the action is gone");
  const request = new Request(`http://127.0.0.1:3000${path}`, { method: "POST", body, headers });
  const answer = await Promise.resolve(guarded({ request, params: {}, context: {} })).catch(
    (thrown: unknown) => thrown,
  );
  if (!(answer instanceof Response)) throw answer;
  return answer;
}

describe("a form", () => {
  it.each([
    ["title", new URLSearchParams({ first: "1", title: "a\0b" })],
    ["title", "title=a%00b"],
    ["title", "title%00=a"],
  ])("with a NUL in %s is refused, and the field is named", async (field, body) => {
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const answer = await send("/workspace/x", body, headers);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ field });
  });

  it("with a file is held to the same where it is small", async () => {
    const form = new FormData();
    form.set("note", "a\0");
    form.set("file", new File(["\0\0"], "a.bin"));
    expect((await send("/workspace/x", form)).status).toBe(400);
    form.set("note", "a");
    expect((await send("/workspace/x", form)).status).toBe(200);
  });

  it("to the API is answered with a problem document", async () => {
    const answer = await send("/api/v1/statements", new URLSearchParams({ account: "\0" }));
    expect(answer.status).toBe(422);
    expect(answer.headers.get("content-type")).toContain("application/problem+json");
    expect(await answer.json()).toMatchObject({ errors: [{ path: "account" }] });
  });

  it("without one reaches its action as it was sent", async () => {
    const answer = await send("/workspace/x", new URLSearchParams({ title: "某某 &=" }));
    expect(await answer.text()).toBe(new URLSearchParams({ title: "某某 &=" }).toString());
  });

  it("for a gift is left to clean itself, and what is no form is left alone", async () => {
    expect((await send("/projects/a/donate", new URLSearchParams({ name: "\0" }))).status).toBe(200);
    expect((await send("/x", "a\0", { "content-type": "text/plain" })).status).toBe(200);
  });
});
