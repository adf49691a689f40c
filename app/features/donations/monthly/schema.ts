import { z } from "zod";
import { parseTypedYuan } from "#app/lib/money.ts";
import { LATEST_DAY } from "./rules.ts";

/** What the page of a plan sends; messages are keys of the `monthly` dictionary. */
const day = z.coerce
  .number("dayMissing")
  .int("dayMissing")
  .min(1, "dayMissing")
  .max(LATEST_DAY, "dayMissing");
const period = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);

const amountFen = z.string("amountMissing").transform((typed, context) => {
  const parsed = parseTypedYuan(typed);
  if (parsed.ok) return parsed.amountFen;
  context.addIssue({ code: "custom", message: parsed.reason === "empty" ? "amountMissing" : "amountWrong" });
  return z.NEVER;
});

export const CANCEL_REASONS = ["money", "elsewhere", "enough", "doubts"] as const;

export const planActSchema = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("terms"), amount: amountFen, day }),
  z.object({
    intent: z.literal("pause"),
    months: z.enum(["1", "3", "6", "open"]).transform((text) => (text === "open" ? null : Number(text))),
  }),
  z.object({ intent: z.literal("resume") }),
  z.object({ intent: z.literal("skip"), period }),
  z.object({
    intent: z.literal("cancel"),
    reason: z
      .enum(CANCEL_REASONS)
      .or(z.literal("").transform(() => null))
      .optional(),
  }),
  z.object({ intent: z.literal("sign") }),
]);
