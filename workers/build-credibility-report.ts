import type { Handler } from "#workers/job-context.ts";

/** Builds one organization's report from the books. Nothing asks for it before app/features/credibility is there. */
export const buildCredibilityReportJob: Handler<"build-credibility-report"> = async () => {
  throw new Error("credibility reports are not part of this version yet");
};
