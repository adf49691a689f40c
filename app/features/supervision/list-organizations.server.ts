import { ORGANIZATION_STATES, type OrganizationState } from "#app/features/organizations/kinds.ts";
import { SUPERVISED_KINDS, SUPERVISED_PLACES } from "#app/features/organizations/supervised-places.ts";
import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import { db } from "#app/lib/db.server.ts";

export interface SupervisedOrganization {
  id: string;
  name: string;
  nameEn: string;
  kind: (typeof SUPERVISED_KINDS)[number];
  state: OrganizationState;
  divisionName: string;
  divisionNameEn: string;
  qualificationFrom: string | null;
  qualificationTo: string | null;
  hasWaitingChange: boolean;
}

export interface SupervisedFilters {
  q: string;
  state: OrganizationState | "";
}

export function supervisedFiltersOf(query: URLSearchParams): SupervisedFilters {
  return {
    q: (query.get("q") ?? "").trim().slice(0, 80),
    state: ORGANIZATION_STATES.find((state) => state === query.get("state")) ?? "",
  };
}

const PAGE_SIZE = 40;

/** The organizations of the officer's places in every state, by place and name. */
export async function listSupervisedOrganizations(
  officerId: string,
  filters: SupervisedFilters,
  cursor: string | null,
): Promise<{ organizations: SupervisedOrganization[]; nextCursor: string | null }> {
  const [place, id] = decodeCursor(cursor, 2) ?? [];
  const pattern = filters.q === "" ? "" : `%${filters.q.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await db.rows<SupervisedOrganization & { divisionCode: string }>(
    `${SUPERVISED_PLACES}
     select o.id, o.name, o.name_en as "nameEn", o.kind, o.state, o.division_code as "divisionCode",
            v.name as "divisionName", v.name_en as "divisionNameEn",
            o.qualification_from as "qualificationFrom", o.qualification_to as "qualificationTo",
            exists (select from organization_change c where c.organization_id = o.id and c.state = 'waiting')
              as "hasWaitingChange"
     from organization o
     join supervised_place p on p.code = o.division_code
     join division v on v.code = o.division_code
     where o.kind = any($2) and ($3::text = '' or o.state = $3)
       and ($4::text = '' or concat_ws(' ', o.name, o.name_en, o.uscc) ilike $4)
       and ($5::text is null or (o.division_code, o.id) > ($5, $6::text))
     order by o.division_code, o.id limit $7`,
    [officerId, [...SUPERVISED_KINDS], filters.state, pattern, place ?? null, id ?? null, PAGE_SIZE + 1],
  );
  const shown = rows.slice(0, PAGE_SIZE);
  const last = shown.at(-1);
  return {
    organizations: shown.map(({ divisionCode: _code, ...organization }) => organization),
    nextCursor: rows.length > PAGE_SIZE && last ? encodeCursor([last.divisionCode, last.id]) : null,
  };
}
