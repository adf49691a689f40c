import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { DISBURSEMENT_STATES } from "#app/features/disbursements/disbursement-state.ts";
import { cursorOf, positionOfCursor } from "#app/features/disbursements/list-cursor.server.ts";
import { countByState, listWorkDisbursements } from "#app/features/disbursements/queries.server.ts";
import { WorkList } from "#app/features/disbursements/work-list.tsx";
import { requireWorkPerson } from "#app/features/disbursements/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disbursements")("listTitle"));

const ROWS_PER_PAGE = 30;

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requireWorkPerson(request);
  const query = new URL(request.url).searchParams;
  const state = DISBURSEMENT_STATES.find((name) => name === query.get("state")) ?? null;
  const after = positionOfCursor(query.get("after"));
  const [rows, counts] = await Promise.all([
    listWorkDisbursements(person.organizationIds, { state, after, limit: ROWS_PER_PAGE + 1 }),
    countByState(person.organizationIds),
  ]);
  const shown = rows.slice(0, ROWS_PER_PAGE);
  const last = shown.at(-1);
  const next =
    rows.length > ROWS_PER_PAGE && last
      ? `/workspace/disbursements?${state ? `state=${state}&` : ""}after=${cursorOf(last)}`
      : null;
  return { rows: shown, counts: Object.fromEntries(counts), state, next, person };
}

export default function Disbursements() {
  return <WorkList {...useLoaderData<typeof loader>()} />;
}
