import { createHash } from "node:crypto";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, type Sql, transaction } from "#app/lib/db.server.ts";
import { invariant } from "#app/lib/invariant.ts";
import { advanceWork, beginWork, failWork, finishWork } from "#app/lib/long-work.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { seal, unseal } from "#app/lib/seal.server.ts";
import { insertCases, type NewCase } from "./application.server.ts";
import { AID_ROLES } from "./case-state.ts";
import { holdsAidRole } from "./locked-case.server.ts";
import { listPlace } from "./person.ts";
import { type ApplicationRow, readApplicationList } from "./read-application-list.ts";
import { lockProgrammeRule, misfitOf, type ProgrammeRule } from "./receive-application.server.ts";

/** Rows taken in one transaction: a crash repeats at most so many, and repeats harm nothing. */
const ROWS_AT_ONCE = 500;

export interface UploadListInput {
  /** Drawn when the form was shown: sent twice, it is one list. Also the id of the long work. */
  id: string;
  organizationId: string;
  programmeId: string;
  source: "hospital" | "bureau" | "station" | "other";
  userId: string;
  bytes: Uint8Array;
  now: Date;
}

export type UploadListResult =
  | { ok: true; repeated: boolean }
  | {
      ok: false;
      reason:
        | "not-permitted"
        | "not-found"
        | "closed"
        | "unreadable"
        | "empty"
        | "too-many"
        | "columns-missing";
    };

/** Keeps a list, sealed, and asks for it to be taken in by a worker; the page of the work shows how far it has come. */
export async function uploadList(input: UploadListInput): Promise<UploadListResult> {
  const { id, organizationId, userId, now } = input;
  const list = readApplicationList(input.bytes);
  if (!list.ok) return list;
  return transaction(async (tx): Promise<UploadListResult> => {
    if (!(await holdsAidRole(tx, organizationId, userId, AID_ROLES)))
      return { ok: false, reason: "not-permitted" };
    const rule = await lockProgrammeRule(tx, input.programmeId);
    if (!rule || rule.organizationId !== organizationId) return { ok: false, reason: "not-found" };
    if (rule.closedAt) return { ok: false, reason: "closed" };
    const { keyId, sealed } = seal(listPlace(id), Buffer.from(input.bytes).toString("base64"));
    const inserted = await tx.run(
      `insert into aid_list (id, organization_id, programme_id, source, sha256, key_id, sealed, row_count,
                             uploaded_by_id, uploaded_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (id) do nothing`,
      [
        id,
        organizationId,
        input.programmeId,
        input.source,
        createHash("sha256").update(input.bytes).digest("hex"),
        keyId,
        sealed,
        list.rows.length,
        userId,
        now,
      ],
    );
    if (inserted === 0) return { ok: true, repeated: true };
    await beginWork(tx, {
      id,
      organizationId,
      kind: "take-aid-list",
      subjectId: id,
      userId,
      total: list.rows.length,
      now,
    });
    await requestJob(tx, "take-aid-list", { listId: id });
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-list-uploaded",
      subjectKind: "aid-list",
      subjectId: id,
      details: { source: input.source, rows: list.rows.length },
      now,
    });
    return { ok: true, repeated: false };
  });
}

interface StoredList {
  id: string;
  organizationId: string;
  programmeId: string;
  uploadedById: string;
  uploadedAt: Date;
  keyId: string | null;
  sealed: Buffer | null;
}

/**
 * Takes a list in: every good row becomes an application, every bad one a line of complaints, and neither stops its
 * neighbours. Begun again after a crash it goes on, because a row's case follows from the list and its line. At the
 * end the list itself is forgotten.
 */
export async function takeList(listId: string, now: Date, signal?: AbortSignal): Promise<void> {
  const [list] = await db.rows<StoredList>(
    `select id, organization_id as "organizationId", programme_id as "programmeId", uploaded_by_id as "uploadedById",
            uploaded_at as "uploadedAt", key_id as "keyId", sealed from aid_list where id = $1`,
    [listId],
  );
  if (!list?.sealed || list.keyId === null) return;
  const bytes = Buffer.from(String(unseal(listPlace(listId), list.keyId, list.sealed)), "base64");
  const read = readApplicationList(bytes);
  if (!read.ok) return failWork(listId, read.reason, now);
  for (let at = 0; at < read.rows.length; at += ROWS_AT_ONCE) {
    signal?.throwIfAborted();
    await transaction((tx) => takeRows(tx, list, read.rows.slice(at, at + ROWS_AT_ONCE)));
    await advanceWork(listId, Math.min(at + ROWS_AT_ONCE, read.rows.length), now);
  }
  await transaction(async (tx) => {
    await tx.run(
      `update aid_list set finished_at = $2, key_id = null, sealed = null,
              taken_count = (select count(*) from aid_case where list_id = $1),
              bad_count = (select count(*) from aid_list_error where list_id = $1)
       where id = $1 and finished_at is null`,
      [listId, now],
    );
    await finishWork(listId, now, tx);
  });
}

async function takeRows(tx: Sql, list: StoredList, rows: readonly ApplicationRow[]): Promise<void> {
  const rule = await lockProgrammeRule(tx, list.programmeId);
  invariant(rule, "a list's programme is never deleted");
  const good: NewCase[] = [];
  const bad: { line: number; codes: string[] }[] = [];
  for (const row of rows) {
    const misfit = row.typed ? misfitOf(rule, row.typed, list.uploadedAt) : null;
    if (row.typed && !misfit) good.push(caseOf(list, rule, row.line, row.typed));
    else bad.push({ line: row.line, codes: misfit ? [`refuse_${misfit}`] : row.errors });
  }
  await insertCases(tx, good);
  await tx.run(
    `insert into aid_list_error (list_id, line_no, codes)
     select $1, line, string_to_array(codes, ' ') from unnest($2::int[], $3::text[]) as g(line, codes)
     on conflict do nothing`,
    [list.id, bad.map(({ line }) => line), bad.map(({ codes }) => codes.join(" "))],
  );
}

function caseOf(
  list: StoredList,
  rule: ProgrammeRule,
  line: number,
  typed: NonNullable<ApplicationRow["typed"]>,
): NewCase {
  return {
    id: idOfLine(list.id, line),
    organizationId: rule.organizationId,
    programmeId: rule.id,
    fundId: rule.fundId,
    origin: "list",
    listId: list.id,
    lineNo: line,
    filledById: list.uploadedById,
    typed,
    receivedAt: list.uploadedAt,
  };
}

/** The case of a line, always the same. */
function idOfLine(listId: string, line: number): string {
  const hex = createHash("sha256").update(`aid-list ${listId} ${line}`).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
