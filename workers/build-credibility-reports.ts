import { buildCredibilityReports } from "#app/features/credibility/build-report.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Builds every organization's report once a day. */
export const buildCredibilityReportsJob: Handler<"build-credibility-reports"> = async (_payload, { now }) => {
  await buildCredibilityReports(now);
};
