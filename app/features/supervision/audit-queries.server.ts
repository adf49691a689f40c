import { SUBJECT_KINDS } from "#app/features/identity/acts.ts";
import { RECORD_KEEPERS } from "#app/features/organizations/correct-organization.server.ts";
import { SUPERVISED_KINDS, SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { decodeCursor, encodeCursor, instantOf } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";
import { addDays, startOfShanghaiDay } from "#app/lib/time.ts";
import { AUDIT_TRAIL } from "./audit-trail-sql.ts";
import { OLDER_SUBJECT_KINDS } from "./older-acts.ts";

const PAGE_SIZE = 50;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** What of the trail is asked for. Days are in China, both included; "" filters nothing. */
export interface AuditFilters {
  organization: string;
  person: string;
  subject: string;
  from: string;
  to: string;
}

export function auditFiltersOf(query: URLSearchParams): AuditFilters {
  const text = (name: string) => (query.get(name) ?? "").trim().slice(0, 60);
  const day = (name: string) =>
    DAY.test(text(name)) && !Number.isNaN(Date.parse(text(name))) ? text(name) : "";
  const subjects: readonly string[] = [...SUBJECT_KINDS, ...OLDER_SUBJECT_KINDS];
  return {
    organization: text("organization"),
    person: UUID.test(text("person")) ? text("person") : "",
    subject: subjects.find((kind) => kind === text("subject")) ?? "",
    from: day("from"),
    to: day("to"),
  };
}

/** One act: when, by whom (null: by the program under a rule that people set), what, and about what. */
export interface AuditAct {
  organizationId: string;
  organizationName: string;
  organizationNameEn: string;
  at: Date;
  id: string;
  person: string | null;
  act: string;
  subjectKind: string;
  subjectId: string;
  details: Record<string, string | number | boolean | null>;
}

/** The organizations whose trail a person reads: where they work, or what their bureau looks after. */
export async function organizationsRead(
  userId: string,
  as: "member" | "officer",
  only: string,
): Promise<{ id: string; name: string; nameEn: string }[]> {
  if (as === "member")
    return db.rows(
      `select distinct o.id, o.name, o.name_en as "nameEn" from membership m join organization o on o.id = m.organization_id
       where m.user_id = $1 and m.role = any($2) and ($3 = '' or o.id = $3) order by 2`,
      [userId, [...RECORD_KEEPERS], only],
    );
  return db.rows(
    `${SUPERVISED_PLACES}
     select o.id, o.name, o.name_en as "nameEn" from organization o join supervised_place p on p.code = o.division_code
     where o.kind = any($2) and ($3 = '' or o.id = $3) order by 2`,
    [userId, [...SUPERVISED_KINDS], only],
  );
}

/** The parameters of WHERE, in its order. */
export function auditValues(organizationIds: readonly string[], filters: AuditFilters): unknown[] {
  return [
    [...organizationIds],
    filters.person || null,
    filters.subject || null,
    filters.from ? startOfShanghaiDay(filters.from) : null,
    filters.to ? startOfShanghaiDay(addDays(filters.to, 1)) : null,
  ];
}

/** Acts as rows of `AuditAct`, filtered by `auditValues`; the caller adds order and limit. */
export const AUDIT_ROWS = `
  with ${AUDIT_TRAIL}
  select t.organization_id as "organizationId", o.name as "organizationName", o.name_en as "organizationNameEn", t.at,
         t.id, u.name as person, t.act, t.subject_kind as "subjectKind", t.subject_id as "subjectId", t.details
  from trail t join organization o on o.id = t.organization_id left join app_user u on u.id = t.user_id
  where ($2::uuid is null or t.user_id = $2) and ($3::text is null or t.subject_kind = $3)
    and ($4::timestamptz is null or t.at >= $4) and ($5::timestamptz is null or t.at < $5)`;

/** A page of the trail, the newest first. */
export async function listAudit(
  organizationIds: readonly string[],
  filters: AuditFilters,
  cursor: string | null,
): Promise<{ acts: AuditAct[]; nextCursor: string | null }> {
  if (organizationIds.length === 0) return { acts: [], nextCursor: null };
  const [time, id] = decodeCursor(cursor, 2) ?? [];
  const rows = await db.rows<AuditAct>(
    `${AUDIT_ROWS} and ($6::timestamptz is null or (t.at, t.id) < ($6, $7::text))
     order by t.at desc, t.id desc limit $8`,
    [...auditValues(organizationIds, filters), instantOf(time), id ?? null, PAGE_SIZE + 1],
  );
  const acts = rows.slice(0, PAGE_SIZE);
  const last = acts.at(-1);
  return {
    acts,
    nextCursor: rows.length > PAGE_SIZE && last ? encodeCursor([last.at.toISOString(), last.id]) : null,
  };
}

/** Who may have acted for these organizations: their members, and whoever is in the newer trail. */
export async function listActors(
  organizationIds: readonly string[],
): Promise<{ id: string; name: string }[]> {
  return db.rows(
    `select u.id, u.name from app_user u
     where u.id in (select user_id from membership where organization_id = any($1)
                    union select user_id from organization_act where organization_id = any($1))
     order by u.name, u.id limit 200`,
    [[...organizationIds]],
  );
}
