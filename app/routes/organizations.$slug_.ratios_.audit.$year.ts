import type { LoaderFunctionArgs } from "@remix-run/node";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { findAudit } from "#app/features/ratios/register-queries.server.ts";

/** The audit report behind a year's confirmed figures, for anybody. */
export async function loader({ params }: LoaderFunctionArgs) {
  const year = /^\d{4}$/.test(params.year ?? "") ? Number(params.year) : 0;
  const file = await findAudit(params.slug ?? "", year);
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "public, max-age=60");
}
