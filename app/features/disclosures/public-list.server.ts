import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { isDutyKind } from "./duty-kinds.ts";
import { type DisclosureTaskView, IS_PUBLIC, TASK_COLUMNS, TASK_TABLES } from "./queries.server.ts";

const PAGE = 40;

export interface PublicFilters {
  /** An organization's slug. */
  organization: string;
  kind: string;
  state: "" | "published" | "late" | "missing";
}

/** Reads filters out of a query; what is not understood filters nothing. */
export function publicFiltersOf(query: URLSearchParams): PublicFilters {
  const kind = query.get("kind") ?? "";
  const states = ["published", "late", "missing"] as const;
  return {
    organization: (query.get("organization") ?? "").slice(0, 100),
    kind: isDutyKind(kind) ? kind : "",
    state: states.find((state) => state === query.get("state")) ?? "",
  };
}

const STATE_SQL: Readonly<Record<PublicFilters["state"], string>> = {
  "": "(t.published_at is not null or t.due_on <= $3::date)",
  published: "t.published_at is not null",
  late: "(t.published_at at time zone 'Asia/Shanghai')::date > t.due_on",
  missing: "t.published_at is null and t.due_on < $3::date",
};

/** What was published and what is missing, newest due day first. */
export async function listPublicDuties(
  filters: PublicFilters,
  cursor: string | null,
  today: string,
): Promise<{ duties: DisclosureTaskView[]; nextCursor: string | null }> {
  const [day, id] = decodeCursor(cursor, 2) ?? [];
  const rows = await db.rows<DisclosureTaskView>(
    `select ${TASK_COLUMNS} from ${TASK_TABLES}
     where ${IS_PUBLIC} and ($1 = '' or o.slug = $1) and ($2 = '' or t.kind = $2) and $3::date is not null
       and ${STATE_SQL[filters.state]}
       and ($4::date is null or (t.due_on, t.id) < ($4::date, $5::uuid))
     order by t.due_on desc, t.id desc limit $6`,
    [filters.organization, filters.kind, today, day ?? null, id ?? null, PAGE + 1],
  );
  const duties = rows.slice(0, PAGE);
  const last = duties.at(-1);
  return { duties, nextCursor: rows.length > PAGE && last ? encodeCursor([last.dueOn, last.id]) : null };
}

export interface YearOfDuties {
  year: number;
  met: number;
  late: number;
  missing: number;
}

/** How an organization met its duties, a year of due days at a time, newest first. What is not due yet counts nowhere. */
export async function dutyYears(organizationId: string, today: string): Promise<YearOfDuties[]> {
  return db.rows<YearOfDuties>(
    `select extract(year from t.due_on)::int as year,
            count(*) filter (where (t.published_at at time zone 'Asia/Shanghai')::date <= t.due_on)::int as met,
            count(*) filter (where (t.published_at at time zone 'Asia/Shanghai')::date > t.due_on)::int as late,
            count(*) filter (where t.published_at is null)::int as missing
     from ${TASK_TABLES}
     where t.organization_id = $1 and ${IS_PUBLIC} and (t.due_on < $2::date or t.published_at is not null)
     group by 1 order by 1 desc limit 5`,
    [organizationId, today],
  );
}
