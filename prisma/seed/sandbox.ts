import { env } from "#app/lib/env.server.ts";
import { invariant } from "#app/lib/invariant.ts";

/** Asks the running payment sandbox for something; amounts go as decimal strings, which it takes too. */
export async function askSandbox<T>(path: string, body?: unknown): Promise<T> {
  const answer = await callSandbox(path, body);
  return (await answer.json()) as T;
}

/** A file of the sandbox. */
export async function fileOfSandbox(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await callSandbox(path)).arrayBuffer());
}

async function callSandbox(path: string, body?: unknown): Promise<Response> {
  const base = env().SANDBOX_URL;
  invariant(base, "the seed needs SANDBOX_URL: the payment sandbox runs before it");
  const init =
    body === undefined
      ? {}
      : {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body, (_key, value) => (typeof value === "bigint" ? value.toString() : value)),
        };
  const answer = await fetch(`${base}${path}`, init);
  if (!answer.ok) throw new Error(`the sandbox answered ${answer.status} to ${path}: ${await answer.text()}`);
  return answer;
}
