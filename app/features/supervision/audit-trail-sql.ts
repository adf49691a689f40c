import { OLDER_ACT_TABLES, OLDER_SOURCES } from "./older-acts.ts";

const COLUMNS = "organization_id, at, id, user_id, act, subject_kind, subject_id, details";

const stepBranches = OLDER_SOURCES.map(
  (source) => `
    select ${source.organization}, s.at, '${source.subjectKind} ' || ${source.subjectId} || ' ' || s.act, s.by, s.act,
           '${source.subjectKind}', ${source.subjectId}, '{}'::jsonb
    from ${source.from}
    cross join lateral (values ${source.steps.map(({ act, at, by }) => `('${act}', ${at}, ${by})`).join(", ")})
      s(act, at, by)
    where ${source.organization} = any($1) and s.at is not null`,
);

const actBranches = OLDER_ACT_TABLES.map(
  (source) => `
    select x.organization_id, ${source.at}, '${source.subjectKind} ' || ${source.subjectId} || ' ' || ${source.row},
           ${source.by}, '${source.prefix}-' || ${source.word}, '${source.subjectKind}', ${source.subjectId}, '{}'::jsonb
    from ${source.table} x where x.organization_id = any($1)`,
);

/**
 * Everything that people did for the organizations `$1`, as one relation `trail`: their acts, and the older ones out
 * of the tables that keep them, unless the same act of the same moment is among the acts.
 */
export const AUDIT_TRAIL = `
  older (${COLUMNS}) as (${[...stepBranches, ...actBranches].join(" union all ")}),
  trail (${COLUMNS}) as (
    select organization_id, at, id::text, user_id, act, subject_kind, subject_id, details
    from organization_act where organization_id = any($1)
    union all
    select ${COLUMNS} from older o
    where not exists (select from organization_act a
                      where a.organization_id = o.organization_id and a.at = o.at and a.act = o.act)
  )`;
