import { type LoaderFunctionArgs, type MetaFunction, redirect } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { TodayPage } from "#app/features/disbursements/today-page.tsx";
import { todayOf } from "#app/features/disbursements/work-tasks.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { WORKSPACE_ROLES } from "#app/features/identity/roles.ts";
import { readRoomsWaiting } from "#app/features/reconciliation/waiting-states.server.ts";
import { RoomsWaitingSection } from "#app/features/reconciliation/waiting-table.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("workspace")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user, memberships } = await requireRole(request, WORKSPACE_ROLES);
  // What waits for an enterprise alone stands with its sales.
  if (memberships.every(({ role }) => role === "merchant")) throw redirect("/workspace/sales");
  const now = new Date();
  const charities = memberships.filter(({ role }) => role === "charity-clerk" || role === "charity-approver");
  const [today, waiting] = await Promise.all([
    todayOf({
      userId: user.id,
      roles: memberships.map(({ role }) => role),
      organizationIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
    }),
    readRoomsWaiting([...new Set(charities.map(({ organizationId }) => organizationId))], now),
  ]);
  return { ...today, waiting, now };
}

export default function Today() {
  const { waiting, now, ...today } = useLoaderData<typeof loader>();
  return (
    <>
      <TodayPage {...today} />
      <div className="wrap">
        <RoomsWaitingSection waiting={waiting} now={now} />
      </div>
    </>
  );
}
