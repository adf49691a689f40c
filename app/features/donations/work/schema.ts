import { z } from "zod";
import { parseTypedYuan, type YuanRefusal } from "#app/lib/money.ts";
import { QUARANTINE_DECISIONS } from "../quarantine-choices.ts";

/** The forms about refunds and the quarantine. Messages are keys of the `moneyBack` dictionary. */
const MAX_FEN = 1_000_000_000n;

const YUAN_MESSAGES = {
  empty: "errAmountMissing",
  "not-a-number": "errAmountNotANumber",
  "too-many-decimals": "errAmountNotANumber",
  "not-positive": "errAmountNotPositive",
  "too-large": "errAmountTooLarge",
} as const satisfies Record<YuanRefusal, string>;

const typedYuan = z.string("errAmountMissing").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MAX_FEN });
  if (typed.ok) return typed.amountFen;
  context.addIssue({ code: "custom", message: YUAN_MESSAGES[typed.reason] });
  return z.NEVER;
});

const needed = (missing: string) => z.string(missing).trim().min(1, missing).max(500, "errTooLong");

export const refundFormSchema = z.object({
  attempt: z.string("errAttempt").regex(/^r[0-9a-z]{20}$/, "errAttempt"),
  amount: typedYuan,
  reason: needed("errReason"),
  overrideReason: z
    .string()
    .trim()
    .max(500, "errTooLong")
    .default("")
    .transform((text) => text || null),
});

export const refundAnswerSchema = z
  .object({
    request: z.string("errAttempt").regex(/^r[0-9a-z]{20}$/, "errAttempt"),
    answer: z.enum(["approve", "reject"], "errAnswer"),
    note: z.string().trim().max(500, "errTooLong").default(""),
  })
  .superRefine((value, context) => {
    if (value.answer === "reject" && value.note === "")
      context.addIssue({ code: "custom", path: ["note"], message: "errNote" });
  });

export const proposalSchema = z.object({
  decision: z.enum(QUARANTINE_DECISIONS, "errDecision"),
  fund: z
    .string()
    .regex(/^[0-9a-z]{8}$/, "errFund")
    .optional(),
  note: needed("errNote"),
});

export const quarantineAnswerSchema = z.object({
  step: z.coerce.number("errAttempt").int().min(1),
  answer: z.enum(["approve", "send-back"], "errAnswer"),
  note: needed("errNote"),
});

/** The search for a gift: by a number of it, or by amount and day. What cannot be read is left out. */
export const giftSearchSchema = z.object({
  q: z.string().trim().max(80).catch(""),
  amount: z
    .string()
    .transform((text) => {
      const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MAX_FEN });
      return typed.ok ? typed.amountFen : null;
    })
    .nullable()
    .catch(null),
  day: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}$/)
    .nullable()
    .catch(null),
});
