import { randomUUID } from "node:crypto";
import type { Sql } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import type { Act, ActDetails, SubjectKind } from "./acts.ts";

export interface ActInput {
  organizationId: string;
  /** Null: done by a worker under a rule that people set. */
  userId: string | null;
  act: Act;
  subjectKind: SubjectKind;
  subjectId: string;
  details?: ActDetails;
  now: Date;
}

/** A code, a day, a number: nothing that could be a person's name or somebody's sentence. */
const CODE = /^[\w.:/+-]{0,80}$/;

/**
 * Adds to the audit trail, in the transaction of the write it tells about: an act is there if and only if
 * the write is. Details hold codes and figures alone; anything else is a bug and throws.
 */
export async function recordAct(tx: Sql, input: ActInput): Promise<void> {
  await recordActs(tx, [input]);
}

/** The same for many acts in one statement. */
export async function recordActs(tx: Sql, acts: readonly ActInput[]): Promise<void> {
  if (acts.length === 0) return;
  await tx.run(
    `insert into organization_act (organization_id, at, id, user_id, act, subject_kind, subject_id, details)
     select * from unnest($1::text[], $2::timestamptz[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[],
                          $8::jsonb[])`,
    [
      acts.map((act) => act.organizationId),
      acts.map((act) => act.now),
      acts.map(() => randomUUID()),
      acts.map((act) => act.userId),
      acts.map((act) => act.act),
      acts.map((act) => act.subjectKind),
      acts.map((act) => act.subjectId),
      acts.map((act) => detailsJson(act.details ?? {})),
    ],
  );
}

function detailsJson(details: ActDetails): string {
  for (const [key, value] of Object.entries(details))
    invariant(typeof value !== "string" || CODE.test(value), `an act's ${key} holds codes and figures alone`);
  // Fen may pass what a JSON number holds exactly, so bigint becomes text.
  return JSON.stringify(details, (_, value) => (typeof value === "bigint" ? value.toString() : value));
}
