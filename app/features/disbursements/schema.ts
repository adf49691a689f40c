import { z } from "zod";
import { FUND_KINDS } from "#app/features/funds/kinds.ts";
import { parseTypedYuan, type YuanRefusal } from "#app/lib/money.ts";
import { plainDigits } from "./attachments/invoice-number.ts";
import { EVIDENCE_KINDS } from "./evidence-kinds.ts";

/**
 * One schema for each form, its action and the API. Messages of the forms are keys of the `disbursements`
 * dictionary.
 */
export const MAX_DISBURSEMENT_FEN = 100_000_000_000n;
const MAX_PEOPLE = 10_000_000;

const YUAN_MESSAGES = {
  empty: "errAmountMissing",
  "not-a-number": "errAmountNotANumber",
  "too-many-decimals": "errAmountDecimals",
  "not-positive": "errAmountNotPositive",
  "too-large": "errAmountTooLarge",
} as const satisfies Record<YuanRefusal, string>;

/** Yuan as a person types it → fen. */
const typedYuan = z.string("errAmountMissing").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MAX_DISBURSEMENT_FEN });
  if (typed.ok) return typed.amountFen;
  context.addIssue({ code: "custom", message: YUAN_MESSAGES[typed.reason] });
  return z.NEVER;
});

const typedCount = z
  .string("errCount")
  .transform((text) => text.normalize("NFKC").replace(/[\s,]/g, ""))
  .pipe(z.string().regex(/^\d{1,8}$/, "errCount"))
  .transform(Number)
  .pipe(z.number().int().min(1, "errCount").max(MAX_PEOPLE, "errCount"));

const needed = (max: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(max, "errTooLong");

const day = (missing: string) =>
  z
    .string(missing)
    .regex(/^\d{4}-\d{2}-\d{2}$/, missing)
    .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), missing);

const atLeastPeople = (
  value: { people: number; personTimes: number },
  context: z.core.$RefinementCtx,
): void => {
  if (value.personTimes < value.people)
    context.addIssue({ code: "custom", path: ["personTimes"], message: "errPersonTimes" });
};

export const proposalFormSchema = z
  .object({
    attempt: z.string("errAttempt").regex(/^b[0-9a-z]{20}$/, "errAttempt"),
    purposeCode: needed(60, "errLine"),
    amount: typedYuan,
    purpose: needed(200, "errPurpose"),
    purposeEn: z.string().trim().max(200, "errTooLong").default(""),
    payee: needed(200, "errPayee"),
    /** Lines as typed: see readTypedPayees. */
    payees: z.string().max(400_000, "errTooLong").default(""),
    people: typedCount,
    personTimes: typedCount,
  })
  .superRefine(atLeastPeople);

export const decisionFormSchema = z
  .object({
    decision: z.enum(["approve", "reject"], "errDecision"),
    why: z.string().trim().max(500, "errTooLong").default(""),
  })
  .superRefine((value, context) => {
    if (value.decision === "reject" && value.why === "")
      context.addIssue({ code: "custom", path: ["why"], message: "errWhy" });
  });

export const paymentFormSchema = z.object({
  paidOn: day("errPaidOn"),
  bankReference: needed(64, "errBankReference"),
});

export const evidenceFormSchema = z.object({
  kind: z.enum(EVIDENCE_KINDS, "errKind"),
  isPublic: z.literal("yes").optional(),
  repeatReason: z.string().trim().max(300, "errTooLong").default(""),
});

const digits = (max: number) =>
  z
    .string("errInvoiceNumber")
    .max(60, "errInvoiceNumber")
    .transform(plainDigits)
    .pipe(z.string().max(max, "errInvoiceNumber"));

export const invoiceFormSchema = z.object({
  attempt: z.uuid("errAttempt"),
  invoiceCode: digits(12),
  invoiceNumber: digits(20),
  invoiceAmount: typedYuan,
  issuedOn: day("errIssuedOn"),
  seller: needed(120, "errSeller"),
  repeatReason: z.string().trim().max(300, "errTooLong").default(""),
});

export const boardDecisionFormSchema = z.object({ boardDecision: needed(60, "errBoardDecision") });

export const deliveryFormSchema = z
  .object({
    attempt: z.string("errAttempt").regex(/^n[0-9a-z]{20}$/, "errAttempt"),
    people: typedCount,
    personTimes: typedCount,
    delivered: typedYuan,
    deliveredOn: day("errDeliveredOn"),
    proofId: needed(40, "errProof"),
  })
  .superRefine(atLeastPeople);

/** POST /api/v1/disbursements. `purposeCode` may be left out: see lineFor. */
export const disbursementRequestSchema = z
  .object({
    target: z.object({ kind: z.enum(FUND_KINDS), slug: z.string().min(1).max(100) }),
    amountFen: z.int().min(1).max(Number(MAX_DISBURSEMENT_FEN)),
    currency: z.literal("CNY").default("CNY"),
    purpose: z.string().trim().min(1).max(200),
    purposeCode: z.string().min(1).max(60).optional(),
    payee: z.string().trim().min(1).max(200),
    beneficiaryCount: z.int().min(1).max(MAX_PEOPLE),
    personTimes: z.int().min(1).max(MAX_PEOPLE),
  })
  .superRefine((value, context) => {
    if (value.personTimes < value.beneficiaryCount)
      context.addIssue({ code: "custom", path: ["personTimes"], message: "errPersonTimes" });
  });

/** POST /api/v1/disbursements/{id}/pay. */
export const paymentRequestSchema = z.object({
  paidAt: z.iso.datetime({ offset: true }),
  bankReference: z.string().trim().min(1).max(64),
});
