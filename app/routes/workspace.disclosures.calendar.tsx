import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { CalendarPage } from "#app/features/disclosures/calendar-page.tsx";
import { countProposedEvents } from "#app/features/disclosures/events.server.ts";
import { monthOf } from "#app/features/disclosures/month-grid.ts";
import { listTasksOfMonth } from "#app/features/disclosures/own-tasks.server.ts";
import { requirePublisher } from "#app/features/disclosures/require-publisher.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("clock")("tab_calendar"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationId } = await requirePublisher(request);
  const today = shanghaiDay(new Date());
  const month = monthOf(new URL(request.url).searchParams.get("month"), today);
  const [tasks, waitingEvents] = await Promise.all([
    listTasksOfMonth(organizationId, month),
    countProposedEvents(organizationId),
  ]);
  return { month, tasks, waitingEvents, today };
}

export default function Calendar() {
  return <CalendarPage {...useLoaderData<typeof loader>()} />;
}
