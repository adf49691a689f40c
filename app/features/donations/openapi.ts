import { z } from "zod";
import { FUND_KINDS } from "#app/features/funds/kinds.ts";
import { type ApiOperation, fenSchema, instantSchema } from "#app/lib/openapi.ts";
import { DONATION_STATUSES } from "./donation-status.ts";
import { donationRequestSchema } from "./schema.ts";

const donationIdSchema = z.string().regex(/^d[0-9a-z]{20}$/);

export const startedDonationSchema = z.strictObject({
  id: donationIdSchema,
  status: z.literal("pending"),
  payUrl: z.string().nullable().describe("Where the payer goes next; null for a bank transfer"),
  reference: z.string().describe("For a bank transfer: what the donor writes on it, and nothing else"),
  receiptUrl: z.string().describe("The gift's page with the donor's secret: for the donor alone"),
  token: z.string().describe("The donor's secret"),
});

export const donationSchema = z.strictObject({
  id: donationIdSchema,
  status: z.enum(DONATION_STATUSES),
  amountFen: fenSchema,
  currency: z.string(),
  provider: z.string(),
  donorName: z.string().nullable().describe("Name or pseudonym that the donor chose to show; else null"),
  createdAt: instantSchema,
  paidAt: instantSchema.nullable(),
  settledAt: instantSchema.nullable(),
  refundedFen: fenSchema,
  target: z.strictObject({ kind: z.enum(FUND_KINDS), slug: z.string() }),
  organization: z.string().describe("Slug"),
  payUrl: z.string().nullable().optional().describe("With the donor's token"),
  message: z.string().nullable().optional().describe("With the donor's token"),
  reference: z.string().optional().describe("With the donor's token"),
});

const TOKEN_PARAMETER = {
  name: "token",
  in: "query",
  description: "The donor's secret; with it the answer also carries what is the donor's alone",
} as const;

export const donationOperations: ApiOperation[] = [
  {
    method: "post",
    path: "/donations",
    operationId: "createDonation",
    tag: "donations",
    summary: "Starts a gift and says where to pay",
    description:
      "No key needed. 404 for an unknown target, 409 where it takes no gifts now (`type` ends with the reason), 503 while the provider does not answer: send the same call again.",
    idempotent: "required",
    limited: true,
    body: { schema: donationRequestSchema },
    answer: { status: 201, description: "The gift waits for its payment", schema: startedDonationSchema },
    problems: [404, 503],
  },
  {
    method: "get",
    path: "/donations/{id}",
    operationId: "getDonation",
    tag: "donations",
    summary: "Where a gift stands",
    parameters: [{ name: "id", in: "path", description: "Id of the gift" }, TOKEN_PARAMETER],
    answer: { status: 200, description: "The gift", schema: donationSchema },
  },
];
