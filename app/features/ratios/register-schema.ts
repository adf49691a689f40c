import { z } from "zod";
import { parseFen, parseTypedYuan } from "#app/lib/money.ts";
import { COST_METHODS, COST_TYPE_CODES, type CostTypeCode } from "./cost-types.ts";
import { MAX_COST_FEN, MAX_WEIGHT, MAX_YEAR_FEN } from "./register-rules.ts";

/** The forms of the register. Messages are keys of the namespace `costs`. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const yuan = (minFen: bigint, maxFen: bigint) =>
  z.string("errAmount").transform((text, context) => {
    const typed = parseTypedYuan(text, { minFen, maxFen });
    if (typed.ok) return typed.amountFen;
    context.addIssue({ code: "custom", message: typed.reason === "too-large" ? "errTooLarge" : "errAmount" });
    return z.NEVER;
  });

/** A whole number; empty is none. */
const weight = z
  .string("errWeight")
  .default("")
  .transform((text) => text.normalize("NFKC").trim() || "0")
  .pipe(z.string().regex(/^\d{1,7}$/, "errWeight"))
  .transform(Number)
  .pipe(z.number().max(MAX_WEIGHT, "errWeight"));

const day = z
  .string("errDay")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), "errDay");

export const costFormSchema = z.object({
  attempt: z.string("errAttempt").regex(UUID, "errAttempt"),
  type: z.enum(COST_TYPE_CODES as [CostTypeCode, ...CostTypeCode[]], "errType"),
  method: z.enum(COST_METHODS, "errMethod"),
  amount: yuan(1n, MAX_COST_FEN),
  incurredOn: day,
  administration: weight,
  fundraising: weight,
  project: weight,
  note: z.string("errNote").trim().min(2, "errNote").max(200, "errNote"),
});

/** Zero is a figure too; what may be below zero is read apart. */
const yearYuan = yuan(0n, MAX_YEAR_FEN);
const signedYuan = z.string("errAmount").transform((text, context) => {
  const fen = parseFen(
    text
      .normalize("NFKC")
      .replace(/[\s¥元]/g, "")
      .replace("−", "-"),
  );
  if (fen !== null && fen >= -MAX_YEAR_FEN && fen <= MAX_YEAR_FEN) return fen;
  context.addIssue({ code: "custom", message: "errAmount" });
  return z.NEVER;
});

export const booksFormSchema = z.object({
  year: z
    .string("errYear")
    .regex(/^\d{4}$/, "errYear")
    .transform(Number),
  totalIncome: yearYuan,
  restrictedLater: yearYuan,
  released: yearYuan,
  donationIncome: yearYuan,
  totalExpense: yearYuan,
  charitableSpend: yearYuan,
  adminExpense: yearYuan,
  fundraisingCost: yearYuan,
  netAssets: signedYuan,
});
