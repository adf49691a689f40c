import { recordAct } from "#app/features/identity/record-act.server.ts";
import { db, transaction } from "#app/lib/db.server.ts";
import { beginWork } from "#app/lib/long-work.server.ts";
import { requestJob } from "#app/lib/outbox.server.ts";
import { daysBetween } from "#app/lib/time.ts";
import { countSql } from "./export-columns.ts";
import { DIRECT_ROWS, EXPORT_ROLES, type ExportRange, KEPT_DAYS, MAX_RANGE_DAYS } from "./export-kinds.ts";

export interface RequestExportInput extends ExportRange {
  /** The form's: the same id asks once. */
  id: string;
  userId: string;
  now: Date;
}

export type RequestExportResult =
  | { ok: true; isBuilt: boolean; repeated: boolean }
  | { ok: false; reason: "not-permitted" | "from-after-to" | "range-too-long" | "other-content" };

/**
 * Asks for a file. A small one is streamed when it is fetched; above DIRECT_ROWS a worker builds it, with its
 * progress as long work under the same id. Every request is an act on the audit trail. Safe to call again.
 */
export async function requestExport(
  input: RequestExportInput,
  directRows = DIRECT_ROWS,
): Promise<RequestExportResult> {
  const { id, organizationId, userId, kind, fromDay, toDay, withDonors, now } = input;
  if (fromDay > toDay) return { ok: false, reason: "from-after-to" };
  if (daysBetween(fromDay, toDay) > MAX_RANGE_DAYS) return { ok: false, reason: "range-too-long" };
  const [counted] = await db.rows<{ count: number }>(countSql(kind), [organizationId, fromDay, toDay]);
  const total = counted?.count ?? 0;
  const isBuilt = total > directRows;
  return transaction(async (tx): Promise<RequestExportResult> => {
    const inserted = await tx.run(
      `insert into export_file (organization_id, id, kind, from_day, to_day, with_donors, is_built, requested_by_id,
         requested_at, expires_at)
       select $1, $2::uuid, $3, $4::date, $5::date, $6, $7, $8::uuid, $9::timestamptz, $9::timestamptz + $10 * interval '1 day'
       where exists (select from membership where organization_id = $1 and user_id = $8::uuid and role = any($11))
       on conflict do nothing`,
      [
        organizationId,
        id,
        kind,
        fromDay,
        toDay,
        withDonors,
        isBuilt,
        userId,
        now,
        KEPT_DAYS,
        [...EXPORT_ROLES],
      ],
    );
    if (inserted === 0) {
      const [known] = await tx.rows<{ isSame: boolean; isBuilt: boolean }>(
        `select is_built as "isBuilt", (kind, from_day, to_day, with_donors, requested_by_id)
                  = ($3::text, $4::date, $5::date, $6::bool, $7::uuid) as "isSame"
         from export_file where organization_id = $1 and id = $2`,
        [organizationId, id, kind, fromDay, toDay, withDonors, userId],
      );
      if (!known) return { ok: false, reason: "not-permitted" };
      return known.isSame
        ? { ok: true, isBuilt: known.isBuilt, repeated: true }
        : { ok: false, reason: "other-content" };
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: "export-requested",
      subjectKind: "export",
      subjectId: id,
      details: { kind, from: fromDay, to: toDay, withDonors, rows: total },
      now,
    });
    if (isBuilt) {
      await beginWork(tx, { id, organizationId, kind: "build-export", subjectId: id, userId, total, now });
      await requestJob(tx, "build-export", { organizationId, exportId: id });
    }
    return { ok: true, isBuilt, repeated: false };
  });
}
