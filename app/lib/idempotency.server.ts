import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { db } from "#app/lib/db.server.ts";
import { problem } from "#app/lib/problem.server.ts";

/** A call that has not ended after this long has crashed, and another may take it over. */
const ABANDONED_MS = 60_000;
const WAIT_MS = 5_000;
const POLL_MS = 50;

export type IdempotentCall = {
  /** The caller's key, or null: ids derived from it (derivedFundScopedId) make the work safe to repeat. */
  key: string | null;
};

type StoredCall = {
  requestSha256: string;
  status: number | null;
  body: string | null;
  createdAt: Date;
};

/**
 * Runs an API write once per `Idempotency-Key`. The same key with the same body gets the first answer byte
 * for byte; with another body 422; while the first is still at work the caller waits a little, then gets 409.
 * A call that crashed half-way is taken over after a minute, so `work` must be safe to repeat: derive its ids
 * from the key. Answers of 500 and above are not kept. Without a key the work simply runs, unless `required`.
 *
 * @param scope who calls which operation, for instance `"POST /donations"` or `"POST /disbursements " + keyId`
 * @param bodyText the body exactly as it was sent
 */
export async function withIdempotency(
  request: Request,
  scope: string,
  bodyText: string,
  now: Date,
  work: (call: IdempotentCall) => Promise<Response>,
  { required = false }: { required?: boolean } = {},
): Promise<Response> {
  const key = request.headers.get("idempotency-key");
  if (key === null) return required ? problem(request, "idempotency-key-missing") : work({ key: null });
  if (!/^[\x21-\x7e]{1,255}$/.test(key)) return problem(request, "idempotency-key-malformed");
  const requestSha256 = createHash("sha256")
    .update(`${request.method} ${new URL(request.url).pathname}\n${bodyText}`)
    .digest("hex");
  const claim = await claimCall(scope, key, requestSha256, now);
  if (claim === "other-content") return problem(request, "idempotency-key-reused");
  if (claim === "busy") return problem(request, "idempotency-in-progress", { retryAfterSeconds: 1 });
  if (claim !== "mine") return answerOf(claim.status, claim.body, true);
  return runClaimed(scope, key, now, () => work({ key }));
}

async function claimCall(
  scope: string,
  key: string,
  requestSha256: string,
  now: Date,
): Promise<"mine" | "busy" | "other-content" | { status: number; body: string }> {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const inserted = await db.run(
      `insert into idempotency_record (scope, key, request_sha256, created_at) values ($1, $2, $3, $4)
       on conflict do nothing`,
      [scope, key, requestSha256, now],
    );
    if (inserted === 1) return "mine";
    const stored = await findCall(scope, key);
    if (stored && stored.requestSha256 !== requestSha256) return "other-content";
    if (stored?.status != null && stored.body !== null) return { status: stored.status, body: stored.body };
    if (stored && (await takeOver(scope, key, stored.createdAt, now))) return "mine";
    if (performance.now() > deadline) return "busy";
    await sleep(POLL_MS);
  }
}

async function findCall(scope: string, key: string): Promise<StoredCall | undefined> {
  const [stored] = await db.rows<StoredCall>(
    `select request_sha256 as "requestSha256", status, body, created_at as "createdAt"
     from idempotency_record where scope = $1 and key = $2`,
    [scope, key],
  );
  return stored;
}

/** Two callers may see the same abandoned call; only one of them moves its start. */
async function takeOver(scope: string, key: string, startedAt: Date, now: Date): Promise<boolean> {
  if (now.getTime() - startedAt.getTime() < ABANDONED_MS) return false;
  const moved = await db.run(
    `update idempotency_record set created_at = $4
     where scope = $1 and key = $2 and created_at = $3 and completed_at is null`,
    [scope, key, startedAt, now],
  );
  return moved === 1;
}

async function runClaimed(
  scope: string,
  key: string,
  now: Date,
  work: () => Promise<Response>,
): Promise<Response> {
  let response: Response;
  try {
    response = await work();
  } catch (error) {
    await release(scope, key, now);
    throw error;
  }
  if (response.status >= 500) {
    await release(scope, key, now);
    return response;
  }
  const body = await response.text();
  const kept = await db.run(
    `update idempotency_record set status = $3, body = $4, completed_at = now()
     where scope = $1 and key = $2 and completed_at is null`,
    [scope, key, response.status, body],
  );
  // Somebody took a slow call over and answered first: theirs is the first answer.
  const first = kept === 1 ? undefined : await findCall(scope, key);
  if (first?.status != null && first.body !== null) return answerOf(first.status, first.body, true);
  return new Response(body, { status: response.status, headers: response.headers });
}

/** The next call with this key starts afresh. */
async function release(scope: string, key: string, startedAt: Date): Promise<void> {
  await db.run(
    "delete from idempotency_record where scope = $1 and key = $2 and created_at = $3 and completed_at is null",
    [scope, key, startedAt],
  );
}

function answerOf(status: number, body: string, isReplayed: boolean): Response {
  const type = status >= 400 ? "application/problem+json; charset=utf-8" : "application/json; charset=utf-8";
  const headers = new Headers({ "Content-Type": type, "Cache-Control": "no-store" });
  if (isReplayed) headers.set("Idempotency-Replayed", "true");
  return new Response(body, { status, headers });
}
