import type { Sql } from "#app/lib/db.server.ts";
import { addDays, daysBetween, shanghaiDay } from "#app/lib/time.ts";
import type { EvidenceList } from "./evidence-list.ts";
import type { DutyInput } from "./inputs.ts";
import { WINDOW_DAYS } from "./method.ts";

interface DutyRow {
  taskId: string;
  kind: string;
  title: string;
  titleEn: string;
  fundTitle: string;
  fundTitleEn: string;
  article: string;
  dueOn: string;
  publishedAt: Date | null;
  requiredFields: number;
  filledFields: number;
  versions: number;
  silentEdits: number;
  version: number | null;
  sha256: string | null;
}

/** Duties that fell due in the window, oldest first; one due today counts once it is published. */
export async function dutyFacts(
  sql: Sql,
  organizationId: string,
  day: string,
  evidence: EvidenceList,
): Promise<DutyInput[]> {
  const rows = await sql.rows<DutyRow>(
    `select t.id as "taskId", t.kind, t.title, t.title_en as "titleEn", coalesce(f.title, '') as "fundTitle",
            coalesce(f.title_en, '') as "fundTitleEn", t.law_article as article, t.due_on as "dueOn",
            t.published_at as "publishedAt", coalesce(e.required_fields, 0) as "requiredFields",
            coalesce(e.filled_fields, 0) as "filledFields", e.version, e.sha256,
            (select count(*)::int from disclosure_entry where task_id = t.id) as versions,
            (select count(*)::int from disclosure_entry where task_id = t.id and version > 1
               and coalesce(trim(correction_note), '') = '') as "silentEdits"
     from disclosure_task t
     left join fund f on f.id = t.fund_id
     left join lateral (select version, sha256, required_fields, filled_fields from disclosure_entry
                        where task_id = t.id order by version desc limit 1) e on true
     where t.organization_id = $1 and t.withdrawn_at is null and t.due_on > $2::date
       and (t.due_on < $3::date or (t.due_on = $3::date and t.published_at is not null))
     order by t.due_on, t.id`,
    [organizationId, addDays(day, -WINDOW_DAYS), day],
  );
  return rows.map(({ publishedAt, version, sha256, ...row }) => {
    const publishedOn = publishedAt ? shanghaiDay(publishedAt) : null;
    return {
      ...row,
      publishedOn,
      lateDays: publishedOn === null ? null : Math.max(0, daysBetween(row.dueOn, publishedOn)),
      evidence:
        version === null
          ? null
          : evidence.add({
              id: `disclosure:${row.taskId}:${version}`,
              type: "disclosure",
              title: row.title,
              titleEn: row.titleEn,
              sha256,
              source: "disclosure",
              observedAt: publishedOn,
              visibility: "public",
              href: `/disclosures/${row.taskId}`,
            }),
    };
  });
}

/** Annual reports that are past their day and were never published, however old. */
export async function annualReportsMissing(sql: Sql, organizationId: string, day: string): Promise<number> {
  const [row] = await sql.rows<{ missing: number }>(
    `select count(*)::int as missing from disclosure_task
     where organization_id = $1 and kind = 'annual-report' and due_on < $2::date and published_at is null
       and withdrawn_at is null`,
    [organizationId, day],
  );
  return row?.missing ?? 0;
}
