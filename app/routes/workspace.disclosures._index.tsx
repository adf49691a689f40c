import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { countProposedEvents } from "#app/features/disclosures/events.server.ts";
import { countOwnTasks, listOwnTasks, taskFiltersOf } from "#app/features/disclosures/own-tasks.server.ts";
import { requirePublisher } from "#app/features/disclosures/require-publisher.server.ts";
import { listPublishers } from "#app/features/disclosures/responsible.server.ts";
import { TasksPage } from "#app/features/disclosures/tasks-page.tsx";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disclosures")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationId } = await requirePublisher(request);
  const filters = taskFiltersOf(new URL(request.url).searchParams);
  const today = shanghaiDay(new Date());
  const [tasks, counts, people, waitingEvents] = await Promise.all([
    listOwnTasks(organizationId, filters, today),
    countOwnTasks(organizationId, today),
    listPublishers(organizationId),
    countProposedEvents(organizationId),
  ]);
  return { tasks, counts, people, waitingEvents, filters, today };
}

export default function Disclosures() {
  return <TasksPage {...useLoaderData<typeof loader>()} />;
}
