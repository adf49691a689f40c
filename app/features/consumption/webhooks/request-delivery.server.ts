import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import type { SentType } from "./event-types.ts";

export interface Announcement {
  /** The enterprise whose systems are told. */
  organizationId: string;
  type: SentType;
  /** The id of the statement or agreement that the type is about; of a signal, the agreement whose sales are asked about. */
  subjectId: string;
  at: Date;
}

/**
 * Writes that something happened, in the transaction of the fact: it is told if and only if the fact is there. A
 * worker spreads it to the endpoints of the enterprise. The same again is one.
 */
export async function announce(tx: Sql, announcement: Announcement): Promise<void> {
  await announceAll(tx, [announcement]);
}

/** The same for many in one statement. */
export async function announceAll(tx: Sql, all: readonly Announcement[]): Promise<void> {
  if (all.length === 0) return;
  await tx.run(
    `insert into webhook_event (id, organization_id, type, subject_id, at)
     select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])
     on conflict (organization_id, type, subject_id, at) do nothing`,
    [
      all.map(() => randomUUID()),
      all.map(({ organizationId }) => organizationId),
      all.map(({ type }) => type),
      all.map(({ subjectId }) => subjectId),
      all.map(({ at }) => at),
    ],
  );
}
