import { z } from "zod";
import { BUREAU_LOOKS, SIGNAL_DECISIONS } from "./signal.ts";

const note = z.string().trim().min(1, "errNote").max(500, "errNoteLong");

/** What a person of the charity says about a signal; an error is a key of the `consumptionFraud` dictionary. */
export const decisionSchema = z.object({
  step: z.enum(["asked", ...SIGNAL_DECISIONS], "errStep"),
  note,
});

/** What the bureau's officer says about a decision. */
export const lookSchema = z.object({ step: z.enum(BUREAU_LOOKS, "errLook"), note });
