import type { LoaderFunctionArgs } from "@remix-run/node";
import { DISBURSEMENT_ROLES } from "#app/features/disbursements/disbursement-state.ts";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { findEvidenceFile } from "#app/features/disbursements/queries.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";

/** Any file of evidence, for members of its organization. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, DISBURSEMENT_ROLES);
  const organizationIds = memberships.map(({ organizationId }) => organizationId);
  const file = await findEvidenceFile(params.id ?? "", organizationIds);
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "private, no-store");
}
