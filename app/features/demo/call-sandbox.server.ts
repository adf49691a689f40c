import { env } from "#app/lib/env.server.ts";
import { log } from "#app/lib/log.server.ts";

const TIMEOUT_MS = 20_000;

/** Asks the payment sandbox to do something; null where it is not there or refuses. */
export async function callSandbox(
  name: "settle" | "bank-payment",
  body: Record<string, string>,
): Promise<Record<string, unknown> | null> {
  const { DEMO, SANDBOX_URL } = env();
  if (!DEMO || !SANDBOX_URL) return null;
  try {
    const answer = await fetch(`${SANDBOX_URL}/control/${name}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (answer.ok) return (await answer.json()) as Record<string, unknown>;
    log.warn({ name, status: answer.status }, "the sandbox refused");
    await answer.body?.cancel();
  } catch (error) {
    log.warn({ name, err: error }, "the sandbox does not answer");
  }
  return null;
}
