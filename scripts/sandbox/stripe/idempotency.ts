import { createHash } from "node:crypto";
import type { SandboxState } from "../state.ts";
import type { Answer, Call } from "./handler.ts";
import { StripeRefusal } from "./refusal.ts";

const LIFE_MS = 24 * 3_600_000;

/**
 * The first result of a key is kept for a day and given again, also a 500; refusals of the input are not kept. The same
 * key with other parameters is an error, and so is a second request while the first one runs.
 */
export async function once(state: SandboxState, call: Call, perform: () => Answer): Promise<Answer> {
  const key = call.key!;
  if (key.length > 255)
    throw new StripeRefusal(400, "invalid_request_error", "Idempotency keys may be at most 255 characters.");
  const id = `${call.account}:${key}`;
  const hash = createHash("sha256").update(`${call.operation} ${call.id}\n${call.text}`).digest("hex");
  if (state.inProgress.has(id)) {
    const message = `There is currently another in-progress request using this Idempotent Key (${key}).`;
    throw new StripeRefusal(409, "idempotency_error", message, { code: "idempotency_key_in_use" });
  }
  const kept = state.tables.idempotency.get(id);
  if (kept && state.now().getTime() - Date.parse(kept.at) < LIFE_MS) {
    if (kept.hash !== hash) {
      throw new StripeRefusal(
        400,
        "idempotency_error",
        `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
      );
    }
    return { status: kept.status, body: kept.body, replayed: true, after: () => undefined };
  }
  state.inProgress.add(id);
  try {
    const answer = perform();
    const { status, body } = answer;
    state.tables.idempotency.put(id, {
      hash,
      status,
      body,
      requestId: call.requestId,
      at: state.now().toISOString(),
    });
    await state.flushed();
    return answer;
  } finally {
    state.inProgress.delete(id);
  }
}
