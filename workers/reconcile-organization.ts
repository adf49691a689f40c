import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Matches one organization's statements with its books. */
export const reconcileOrganizationJob: Handler<"reconcile-organization"> = async (
  { organizationId },
  { now },
) => {
  await reconcileOrganization(organizationId, now);
};
