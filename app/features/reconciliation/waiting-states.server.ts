import { db } from "#app/lib/db.server.ts";
import { log } from "#app/lib/log.server.ts";
import { WAITING_QUERIES } from "./waiting-queries.ts";
import { WAITING_STATES, type WaitingState, waitingStates } from "./waiting-states.ts";

export interface WaitingCount {
  state: WaitingState;
  count: number;
  /** Of these, how many have waited longer than the state allows. */
  overdueCount: number;
  oldestAt: Date | null;
  /** Sum of the money that waits, where the state is about money. */
  amountFen: bigint | null;
}

/**
 * What waits in each state, of all organizations (null) or of these; states in which nothing waits have 0.
 * A state that cannot be read is left out and logged: the others are still shown.
 */
export async function readWaiting(
  organizationIds: readonly string[] | null,
  now: Date,
  states: readonly WaitingState[] = waitingStates,
): Promise<WaitingCount[]> {
  const counts = await Promise.all(
    states.map((state) =>
      readState(state, organizationIds, now).catch((error: unknown) => {
        log.error({ state, err: error }, "a waiting state could not be read");
        return null;
      }),
    ),
  );
  return counts.filter((count) => count !== null);
}

async function readState(
  state: WaitingState,
  organizationIds: readonly string[] | null,
  now: Date,
): Promise<WaitingCount> {
  const [row] = await db.rows<Omit<WaitingCount, "state">>(
    `select count(*)::int4 as count,
            count(*) filter (where since < $1::timestamptz - $3 * interval '1 millisecond')::int4 as "overdueCount",
            min(since) as "oldestAt", sum(amount_fen)::int8 as "amountFen"
     from (${WAITING_QUERIES[state]}) w
     where $2::text[] is null or organization_id = any($2)`,
    [now, organizationIds, WAITING_STATES[state].maxAgeMs],
  );
  return { state, ...(row ?? { count: 0, overdueCount: 0, oldestAt: null, amountFen: null }) };
}

/** What waits in the rooms of these organizations, for their start page; what the operator owns is not theirs. */
export async function readRoomsWaiting(
  organizationIds: readonly string[],
  now: Date,
): Promise<WaitingCount[]> {
  const own = waitingStates.filter((state) => WAITING_STATES[state].owner !== "operator");
  return (await readWaiting(organizationIds, now, own)).filter(({ count }) => count > 0);
}
