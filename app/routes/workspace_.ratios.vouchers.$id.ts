import type { LoaderFunctionArgs } from "@remix-run/node";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { findVoucher } from "#app/features/ratios/register-queries.server.ts";
import { REGISTER_ROLES } from "#app/features/ratios/register-rules.ts";
import { UUID } from "#app/features/ratios/register-schema.ts";

/** The voucher of a cost, for members of its organization. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, REGISTER_ROLES);
  const organizationIds = memberships.map(({ organizationId }) => organizationId);
  const id = params.id ?? "";
  const file = UUID.test(id) ? await findVoucher(id, organizationIds) : null;
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "private, no-store");
}
