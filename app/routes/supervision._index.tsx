import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { SupervisionToday } from "#app/features/supervision/today-page.tsx";
import {
  listOverdueDuties,
  listWaitingRequests,
  supervisionFigures,
} from "#app/features/supervision/today-queries.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("supervision")("label"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const now = new Date();
  const [requests, overdue, figures] = await Promise.all([
    listWaitingRequests(user.id),
    listOverdueDuties(user.id, shanghaiDay(now)),
    supervisionFigures(user.id, now),
  ]);
  return { requests, overdue, figures, now };
}

export default function Today() {
  return <SupervisionToday {...useLoaderData<typeof loader>()} />;
}
