import type { LoaderFunctionArgs } from "@remix-run/node";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { findEvidenceFile } from "#app/features/disbursements/queries.server.ts";

/** A public file of evidence. */
export async function loader({ params }: LoaderFunctionArgs) {
  const file = await findEvidenceFile(params.id ?? "");
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "public, max-age=3600");
}
