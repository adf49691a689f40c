import { z } from "zod";
import { FUND_KINDS } from "#app/features/funds/kinds.ts";
import { FEWEST_SHOWN_PEOPLE } from "#app/features/funds/shown-people.ts";
import {
  type ApiOperation,
  type ApiParameter,
  fenSchema,
  instantSchema,
  listOf,
  listParameters,
} from "#app/lib/openapi.ts";
import { DISBURSEMENT_STATES } from "./disbursement-state.ts";
import { disbursementRequestSchema, paymentRequestSchema } from "./schema.ts";

const disbursementIdSchema = z.string().regex(/^b[0-9a-z]{20}$/);

export const disbursementSchema = z.strictObject({
  id: disbursementIdSchema,
  organization: z.string().describe("Slug"),
  target: z.strictObject({ kind: z.enum(FUND_KINDS), slug: z.string() }),
  state: z.enum(DISBURSEMENT_STATES),
  amountFen: fenSchema,
  unpaidFen: fenSchema.describe("Approved, not paid, and back in the fund: no longer part of amountFen"),
  deliveredFen: fenSchema.describe("What beneficiary batches confirm"),
  currency: z.string(),
  purposeCode: z.string().describe("Line of the fund's budget"),
  purpose: z.string(),
  beneficiaryCount: z
    .int()
    .min(FEWEST_SHOWN_PEOPLE)
    .nullable()
    .describe(`Null where fewer than ${FEWEST_SHOWN_PEOPLE}: so few could be recognized`),
  personTimes: z.int().nullable(),
  evidence: z.int().describe("Number of files"),
  proposedAt: instantSchema,
  approvedAt: instantSchema.nullable(),
  paidAt: instantSchema.nullable(),
  bankMatchedAt: instantSchema.nullable().describe("When a row of the bank's statement confirmed it"),
  withdrawnAt: instantSchema.nullable(),
});

export const traceSchema = z
  .strictObject({
    amountFen: fenSchema,
    feesFen: fenSchema,
    refundedFen: fenSchema,
    coveredFen: fenSchema.describe("What the organization bears because the gift could not"),
    uses: z.array(
      z.strictObject({
        disbursementId: disbursementIdSchema,
        amountFen: fenSchema,
        deliveredFen: fenSchema,
        at: instantSchema,
        purpose: z.string(),
        evidence: z.int(),
      }),
    ),
    unusedFen: fenSchema,
    aheadFen: fenSchema.describe("Money that is used before this gift's first unused fen"),
    currency: z.string(),
  })
  .describe("amount = fees + refunded − covered + Σ uses + unused, exact in fen");

const ID: ApiParameter = { name: "id", in: "path", description: "Id of the disbursement" };

export const disbursementOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/donations/{id}/trace",
    operationId: "getDonationTrace",
    tag: "donations",
    summary: "From gift to use",
    parameters: [{ name: "id", in: "path", description: "Id of the gift" }],
    answer: { status: 200, description: "The way of the gift's money", schema: traceSchema },
  },
  {
    method: "get",
    path: "/disbursements",
    operationId: "listDisbursements",
    tag: "books",
    summary: "What was approved and paid, newest proposal first",
    parameters: [
      { name: "organization", in: "query", description: "Slug of the organization" },
      { name: "kind", in: "query", description: "With `slug`: kind of the fund", schema: z.enum(FUND_KINDS) },
      { name: "slug", in: "query", description: "With `kind`: slug of the fund" },
      ...listParameters,
    ],
    answer: { status: 200, description: "A page of disbursements", schema: listOf(disbursementSchema) },
  },
  {
    method: "post",
    path: "/disbursements",
    operationId: "createDisbursement",
    tag: "books",
    summary: "A charity's finance system proposes a payment",
    description: "The payee is never public. 404 for a target that is not the key's organization's.",
    needsKey: true,
    idempotent: "optional",
    body: { schema: disbursementRequestSchema },
    answer: { status: 201, description: "The proposal", schema: disbursementSchema },
    problems: [404],
  },
  {
    method: "post",
    path: "/disbursements/{id}/approve",
    operationId: "approveDisbursement",
    tag: "books",
    summary: "A second person agrees: the money is committed",
    description: "The proposer's key cannot approve (403). 409 where less than the amount is available.",
    needsKey: true,
    idempotent: "optional",
    parameters: [ID],
    answer: { status: 200, description: "The approved disbursement", schema: disbursementSchema },
    problems: [413],
  },
  {
    method: "post",
    path: "/disbursements/{id}/pay",
    operationId: "payDisbursement",
    tag: "books",
    summary: "The bank has paid",
    needsKey: true,
    idempotent: "optional",
    parameters: [ID],
    body: { schema: paymentRequestSchema },
    answer: { status: 200, description: "The paid disbursement", schema: disbursementSchema },
  },
];
