import type { LoaderFunctionArgs } from "@remix-run/node";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { findFund } from "#app/features/funds/queries.server.ts";
import { findMilestoneFile } from "#app/features/projects/files.server.ts";

/** A public file of evidence of a milestone. */
export async function loader({ params }: LoaderFunctionArgs) {
  const fund = await findFund("project", params.slug ?? "");
  const file = fund && (await findMilestoneFile(fund.id, params.fileId ?? ""));
  if (!file?.isPublic) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "public, max-age=3600");
}
