import { createHash } from "node:crypto";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { type VersionInForce, versionsInForce } from "../agreements/in-force.server.ts";
import { type Decision, decideEvents } from "./decide-events.ts";
import { type EventInput, type EventResult, type EventSource, MOST_EVENTS } from "./event.ts";
import { findKnown } from "./find-known.server.ts";
import { recordConflicts } from "./record-conflicts.server.ts";
import { recordRefusals } from "./record-refusals.server.ts";
import { type IntakeMode, storeEvents } from "./store-events.server.ts";

export interface EventBatch {
  /** The enterprise whose orders they are. */
  merchantId: string;
  events: readonly EventInput[];
  source: EventSource;
  now: Date;
}

/** Of one enterprise's orders; what falls into one share waits for one lock, so a batch never takes more locks. */
const RETURN_SHARES = 64;

/**
 * Takes a batch of orders and returns: each is accepted, known already, or rejected with its reason, and none keeps
 * its neighbours back. One transaction; the same batch again, or at once from two sides, stores everything once.
 *
 * No deadlock: the locks of returns come first, sorted, then the rows of events, sorted.
 *
 * @returns results in the order of the events, at most 1,000
 */
export async function acceptEvents(batch: EventBatch): Promise<{ results: EventResult[] }> {
  return transaction((tx) => acceptEventsIn(tx, batch));
}

/** The same in the caller's transaction, beside what it keeps of the answers. */
export async function acceptEventsIn(tx: Sql, batch: EventBatch): Promise<{ results: EventResult[] }> {
  const versions = await versionsInForce(tx, { merchantId: batch.merchantId });
  const { results, conflicts } = await takeEvents(tx, batch, "live", versions);
  await recordConflicts(tx, batch, conflicts);
  await recordRefusals(tx, batch, results);
  return { results };
}

/** What would become of events if they came now; nothing is stored. Any number of them. */
export async function foreseeEvents(batch: Omit<EventBatch, "source">): Promise<EventResult[]> {
  const versions = await versionsInForce(db, { merchantId: batch.merchantId });
  const known = await findKnown(db, "live", batch);
  return decideEvents(batch.events, versions, known, batch.now).results;
}

/** For a store of one's own: what a test key sends is answered alike and counted nowhere. */
export async function takeEvents(
  tx: Sql,
  batch: EventBatch,
  mode: IntakeMode,
  versions: readonly VersionInForce[],
): Promise<Decision> {
  invariant(batch.events.length <= MOST_EVENTS, `a batch has at most ${MOST_EVENTS} events`);
  await lockReturns(tx, batch);
  return decideAndStore(tx, batch, mode, versions);
}

/**
 * Decides by what is stored and stores it. Where another batch stored one of the numbers in between, all is undone
 * and decided again with that known: each round needs another's commit, so there are few.
 */
async function decideAndStore(
  tx: Sql,
  batch: EventBatch,
  mode: IntakeMode,
  versions: readonly VersionInForce[],
): Promise<Decision> {
  for (;;) {
    const known = await findKnown(tx, mode, batch);
    const decision = decideEvents(batch.events, versions, known, batch.now);
    if (decision.toStore.length === 0) return decision;
    await tx.run("savepoint before_events");
    if (await storeEvents(tx, mode, batch, decision.toStore)) return decision;
    await tx.run("rollback to savepoint before_events");
  }
}

/** Two returns of one order would each see the room that is left: the second waits until the first is stored. */
async function lockReturns(tx: Sql, { merchantId, events }: EventBatch): Promise<void> {
  const shares = new Set(events.flatMap(({ returnOf }) => (returnOf ? [shareOf(returnOf)] : [])));
  if (shares.size === 0) return;
  await tx.run(
    `select pg_advisory_xact_lock(hashtextextended('consumption-return ' || $1 || share, 0))
     from unnest($2::text[]) share`,
    [merchantId, [...shares].sort().map((share) => ` ${share}`)],
  );
}

function shareOf(orderNo: string): number {
  return (createHash("sha256").update(orderNo).digest()[0] ?? 0) % RETURN_SHARES;
}
