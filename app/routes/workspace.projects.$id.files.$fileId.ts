import type { LoaderFunctionArgs } from "@remix-run/node";
import { evidenceAnswer } from "#app/features/disbursements/evidence-answer.server.ts";
import { findMilestoneFile } from "#app/features/projects/files.server.ts";
import { requireWorkProject } from "#app/features/projects/work-project.server.ts";

/** A file of evidence of a milestone, public or not, for the organization's members. */
export async function loader(args: LoaderFunctionArgs) {
  const { project } = await requireWorkProject(args);
  const file = await findMilestoneFile(project.id, args.params.fileId ?? "");
  if (!file) throw new Response(null, { status: 404 });
  return evidenceAnswer(file, "private, no-store");
}
