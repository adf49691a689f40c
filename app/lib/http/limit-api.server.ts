import { isLoopbackAddress } from "#app/lib/client-address.ts";
import { countEvent } from "#app/lib/day-counts.server.ts";
import { type LimitRule, takeLimit } from "#app/lib/limits.server.ts";
import { isExpensiveRead } from "./expensive-reads.ts";

/**
 * Writes of one caller: its key, else its address. A finance system that books a day's payments, or a
 * mini-program at a busy hour, stays far below ten a second.
 */
export const API_WRITES: LimitRule = { name: "api-writes", limit: 600, windowSeconds: 60 };
/** Reads that cost the database more than a lookup: long lists, traces, proofs, searches. */
export const API_EXPENSIVE_READS: LimitRule = {
  name: "api-expensive-reads",
  limit: 1_200,
  windowSeconds: 60,
};
/** The machine itself, or all visitors behind a proxy that TRUST_PROXY does not name. */
const SHARED_FACTOR = 8;
const KEYS_PER_ADDRESS = 5;

export interface ApiCall {
  method: string;
  path: string;
  hasSearch: boolean;
  authorization: string | undefined;
  address: string;
}

/**
 * Counts a call of the API and says how long to wait where there were too many; null lets it in. Plain reads
 * are not counted: they are cheap, and public data is there to be read.
 */
export async function apiWaitSeconds(call: ApiCall, now: Date): Promise<number | null> {
  const isRead = call.method === "GET" || call.method === "HEAD";
  if (isRead && !isExpensiveRead(call.path.replace(/^\/api\/v1/, ""), call.hasSearch)) return null;
  const isShared = isLoopbackAddress(call.address) || call.address === "unknown";
  if (isRead && isShared) return null;
  const rule = isRead ? API_EXPENSIVE_READS : API_WRITES;
  const most = rule.limit * (isShared ? SHARED_FACTOR : 1);
  // A key is its holder wherever a call comes from. Its address counts as well, with room for several keys:
  // anybody can invent a key.
  const [byAddress, byKey] = await Promise.all([
    takeLimit({ ...rule, limit: call.authorization ? most * KEYS_PER_ADDRESS : most }, call.address, now),
    call.authorization ? takeLimit({ ...rule, name: `${rule.name}-key` }, call.authorization, now) : null,
  ]);
  const refused = [byAddress, byKey].find((answer) => answer?.ok === false);
  if (!refused || refused.ok) return null;
  void countEvent(isRead ? "api-reads-refused" : "api-writes-refused", now);
  return refused.retryAfterSeconds;
}
