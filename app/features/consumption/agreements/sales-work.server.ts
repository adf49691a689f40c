import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { listAgreements } from "./queries.server.ts";

/** Who is signed in to work for an enterprise; else throws as requireRole does. */
export async function requireMerchantPerson(
  request: Request,
): Promise<{ userId: string; merchantIds: string[] }> {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  return {
    userId: user.id,
    merchantIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}

export async function loadSalesAgreements({ request }: LoaderFunctionArgs) {
  const { merchantIds } = await requireMerchantPerson(request);
  const today = shanghaiDay(new Date());
  return { rows: await listAgreements({ merchantIds }, today), today };
}
