import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { PUBLISHER_ROLES } from "#app/features/disclosures/publish-disclosure.server.ts";
import { listOwnTasks } from "#app/features/disclosures/queries.server.ts";
import { TasksPage } from "#app/features/disclosures/tasks-page.tsx";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("disclosures")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, PUBLISHER_ROLES);
  const organizationIds = [...new Set(memberships.map((membership) => membership.organizationId))];
  return { tasks: await listOwnTasks(organizationIds), today: shanghaiDay(new Date()) };
}

export default function Disclosures() {
  return <TasksPage {...useLoaderData<typeof loader>()} />;
}
