import { z } from "zod";
import { SCREENING_GROUNDS, SCREENING_OUTCOMES } from "./screening-rules.ts";

/** A proposal as the form sends it; an error is a key of the `screening` dictionary. */
export const proposalSchema = z
  .object({
    outcome: z.enum(SCREENING_OUTCOMES, "errOutcome"),
    ground: z.enum(SCREENING_GROUNDS, "errGround"),
    reportRef: z.string().trim().default(""),
  })
  .superRefine(({ outcome, reportRef }, context) => {
    if (outcome === "report" && !/^[\w./-]{1,40}$/.test(reportRef))
      context.addIssue({ code: "custom", path: ["reportRef"], message: "errReportRef" });
  })
  .transform((given) => ({ ...given, reportRef: given.outcome === "report" ? given.reportRef : null }));

export const answerSchema = z.object({
  answer: z.enum(["agree", "send-back"], "errAnswer"),
  seen: z.coerce.date(),
});

/** What stands beside an uploaded list. */
export const listFormSchema = z.object({
  source: z.string().trim().min(1, "errSource").max(100, "errSource"),
  reference: z.string().trim().max(100, "errReference").default(""),
  issuedOn: z.iso.date("errIssuedOn"),
});
