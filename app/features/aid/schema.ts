import { z } from "zod";
import { parseTypedYuan } from "#app/lib/money.ts";
import { CHECK_WAYS, LIST_STOP_REASONS, REFUSAL_REASONS, STOP_REASONS } from "./case-state.ts";
import { isIdNumberShaped, plainIdNumber } from "./id-number.ts";

/** One schema for each form, its action and the rows of a list. Messages are keys of the `aid` dictionary. */
const MOST_FEN = 100_000_000n;

const needed = (max: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(max, "errTooLong");
const maybe = (max: number) => z.string().trim().max(max, "errTooLong").default("");
const yuan = z.string("errAmount").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MOST_FEN });
  if (typed.ok) return typed.amountFen;
  context.addIssue({ code: "custom", message: "errAmount" });
  return z.NEVER;
});
const yes = z
  .literal("yes")
  .optional()
  .transform((value) => value === "yes");

const idNumber = z.string("errIdNumber").transform(plainIdNumber).refine(isIdNumberShaped, "errIdNumber");
const phone = z
  .string("errPhone")
  .transform((text) => text.normalize("NFKC").replace(/[\s-]/g, ""))
  .pipe(z.string().regex(/^\+?\d{7,15}$/, "errPhone"));

/** What one application says, by form or in a row of a list. */
export const applicationSchema = z.object({
  name: needed(60, "errName"),
  idNumber,
  phone,
  town: z.string("errTown").regex(/^\d{6}(\d{3})?$/, "errTown"),
  address: maybe(200),
  householdClass: needed(40, "errClass"),
  need: needed(800, "errNeed"),
  urgent: yes,
  bank: maybe(60),
  accountNo: z
    .string()
    .default("")
    .transform((text) => text.normalize("NFKC").replace(/[\s-]/g, ""))
    .pipe(z.string().regex(/^(\d{8,30})?$/, "errAccountNo")),
  accountHolder: maybe(60),
  guardianName: maybe(60),
  guardianPhone: maybe(20),
  helperName: maybe(60),
  helperPhone: maybe(20),
});
export type TypedApplication = z.output<typeof applicationSchema>;

export const programmeSchema = z
  .object({
    fundId: needed(20, "errFund"),
    purposeCode: needed(60, "errPurpose"),
    title: needed(60, "errTitle"),
    titleEn: maybe(100),
    qualifies: needed(500, "errQualifies"),
    criteria: needed(1_000, "errCriteria"),
    division: z.string("errTown").regex(/^\d{6}(\d{3})?$/, "errTown"),
    householdClasses: z
      .string("errClasses")
      .transform((text) => [
        ...new Set(
          text
            .split(/[\n,，、]+/)
            .map((name) => name.trim())
            .filter((name) => name !== ""),
        ),
      ])
      .pipe(z.array(z.string().max(40, "errTooLong")).min(1, "errClasses").max(20, "errClasses")),
    low: yuan,
    high: yuan,
    yearCap: yuan,
    takesUrgent: yes,
    takesPublic: yes,
  })
  .superRefine(({ low, high, yearCap }, context) => {
    if (high < low) context.addIssue({ code: "custom", path: ["high"], message: "errBand" });
    if (yearCap < low) context.addIssue({ code: "custom", path: ["yearCap"], message: "errCap" });
  });

export const checkSchema = z.object({
  ways: z.array(z.enum(CHECK_WAYS), "errWays").min(1, "errWays"),
});

export const decisionSchema = z
  .object({
    decision: z.enum(["approve", "refuse"], "errDecision"),
    amount: z.string().default(""),
    reason: z.enum(REFUSAL_REASONS).or(z.literal("")).default(""),
    note: maybe(500),
  })
  .transform((typed, context) => {
    if (typed.decision === "refuse") {
      if (typed.reason !== "") return { decision: "refuse" as const, reason: typed.reason, note: typed.note };
      context.addIssue({ code: "custom", path: ["reason"], message: "errReason" });
      return z.NEVER;
    }
    const amount = parseTypedYuan(typed.amount, { minFen: 1n, maxFen: MOST_FEN });
    if (amount.ok) return { decision: "approve" as const, amountFen: amount.amountFen, note: typed.note };
    context.addIssue({ code: "custom", path: ["amount"], message: "errAmount" });
    return z.NEVER;
  });

export const stopSchema = z.object({ reason: z.enum(STOP_REASONS, "errStopReason") });
export const stopListSchema = z.object({ reason: z.enum(LIST_STOP_REASONS, "errStopReason") });
export const listSchema = z.object({
  programmeId: z.uuid("errProgramme"),
  source: z.enum(["hospital", "bureau", "station", "other"], "errSource"),
});
