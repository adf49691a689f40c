import type { Handler } from "#workers/job-context.ts";

/** Builds every organization's report once a day. Not in the schedule before app/features/credibility is there. */
export const buildCredibilityReportsJob: Handler<"build-credibility-reports"> = async () => {
  throw new Error("credibility reports are not part of this version yet");
};
