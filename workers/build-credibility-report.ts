import { buildCredibilityReport } from "#app/features/credibility/build-report.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Builds one organization's report from the books. */
export const buildCredibilityReportJob: Handler<"build-credibility-report"> = async (
  { organizationId },
  { now },
) => {
  await buildCredibilityReport(organizationId, now);
};
