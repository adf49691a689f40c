import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { newestDueDay, nextDueDays } from "./due-days.server.ts";
import { lockAgreements, versionsByAgreement } from "./locked-agreements.server.ts";
import { postLines } from "./post-lines.server.ts";
import { postMatches } from "./post-matches.server.ts";
import { openPostingTables } from "./posting-tables.server.ts";
import { takePending } from "./take-pending.server.ts";

/** Agreements whose days are posted by one transaction. */
const GROUP_SIZE = 100;

/**
 * Confirms every day in which nothing can be returned any more: orders net of their returns, cut by the caps, as one
 * posting per agreement and day, and what sponsors add to them. Days of one agreement come in order. Safe to run
 * twice, at once and after a crash: a day's rows are taken, posted and committed together.
 *
 * @param only these agreements' days; a sponsor's match is posted for all.
 * @throws after everything else is posted, where an agreement could not be.
 */
export async function postDueDays(
  now: Date,
  { agreementIds, signal }: { agreementIds?: readonly string[]; signal?: AbortSignal } = {},
): Promise<{ postings: number }> {
  const waiting = await db.rows<{ id: string }>(
    `select id from consumption_agreement a
     where exists (select from consumption_pending p where p.agreement_id = a.id) and ($1::text[] is null or id = any($1))
     order by id`,
    [agreementIds ?? null],
  );
  const ids = waiting.map(({ id }) => id);
  const failures: unknown[] = [];
  let postings = 0;
  for (let from = 0; from < ids.length && !signal?.aborted; from += GROUP_SIZE) {
    const group = ids.slice(from, from + GROUP_SIZE);
    try {
      postings += await postDaysOf(group, now, signal);
    } catch (failure) {
      if (group.length === 1) failures.push(failure);
      // One agreement that cannot be posted holds up no other.
      else {
        for (const id of group) {
          postings += await postDaysOf([id], now, signal).catch((alone: unknown) => {
            failures.push(alone);
            return 0;
          });
        }
      }
    }
  }
  postings += await postMatches(now);
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} agreements were not posted`);
  return { postings };
}

/** The due days of a few agreements, the oldest of each first; each round is a transaction. */
async function postDaysOf(ids: readonly string[], now: Date, signal?: AbortSignal): Promise<number> {
  let postings = 0;
  while (!signal?.aborted) {
    const posted = await transaction((tx) => postNextDay(tx, ids, now));
    if (posted === 0) break;
    postings += posted;
  }
  return postings;
}

async function postNextDay(tx: Sql, ids: readonly string[], now: Date): Promise<number> {
  await lockAgreements(tx, ids);
  const versionsOf = await versionsByAgreement(tx, ids);
  const today = shanghaiDay(now);
  const newest = [...versionsOf].map(([agreementId, versions]) => ({
    agreementId,
    day: newestDueDay(versions, today),
  }));
  const due = await nextDueDays(tx, newest);
  if (due.length === 0) return 0;
  await openPostingTables(tx, due, versionsOf);
  await takePending(tx);
  return postLines(tx, "orders", now);
}
