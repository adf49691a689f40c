import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import { requireAidWorker } from "./aid-person.server.ts";
import { UUID } from "./apply.server.ts";
import { CASE_STATES, type CaseState } from "./case-state.ts";
import { ownTwiceCount } from "./duplicates/check-queries.server.ts";
import { listProgrammes } from "./programme-queries.server.ts";
import { countCases, listCases, stepMedians } from "./queries.server.ts";

const ROWS = 50;

/** The list of cases as the address filters it. */
export async function loadCases(request: Request, now: Date) {
  const { organizationIds } = await requireAidWorker(request);
  const search = new URL(request.url).searchParams;
  const state = CASE_STATES.find((one) => one === search.get("state")) ?? null;
  const asked = search.get("programme") ?? "";
  const programmeId = UUID.test(asked) ? asked : null;
  const [at, id] = decodeCursor(search.get("after"), 2) ?? [];
  const before = at && id && !Number.isNaN(Date.parse(at)) && UUID.test(id) ? { at, id } : null;
  const filter = { state, programmeId, before };
  const [rows, known, programmes, medians, twice] = await Promise.all([
    listCases(organizationIds, filter, ROWS + 1),
    countCases(organizationIds),
    listProgrammes(organizationIds),
    stepMedians(organizationIds, now),
    ownTwiceCount(organizationIds),
  ]);
  const counts = Object.fromEntries(CASE_STATES.map((one) => [one, known.get(one) ?? 0])) as Record<
    CaseState,
    number
  >;
  const shown = rows.slice(0, ROWS);
  const last = shown.at(-1);
  const further = new URLSearchParams(search);
  if (last) further.set("after", encodeCursor([last.receivedAt.toISOString(), last.id]));
  const next = rows.length > ROWS && last ? `/workspace/aid?${further}` : null;
  return { rows: shown, counts, programmes, medians, twice, filter, next };
}
export type CasesData = Awaited<ReturnType<typeof loadCases>>;
