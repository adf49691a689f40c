import { z } from "zod";
import { fundOperationsOf, fundRecordSchema } from "#app/features/funds/openapi.ts";
import { type ApiOperation, daySchema, fenSchema, instantSchema } from "#app/lib/openapi.ts";
import { STANDINGS } from "./standing.ts";

const promiseSumsSchema = z.strictObject({
  orderCount: z.int(),
  accruedFen: fenSchema.describe(
    "By the agreements, of all orders less returns: promised, and what may still be returned",
  ),
  promisedFen: fenSchema.describe("Confirmed: in the ledger as owed to the charity"),
  statedFen: fenSchema.describe("On statements so far"),
  dueFen: fenSchema.describe("On statements and not paid"),
  paidFen: fenSchema,
  overdueFen: fenSchema.describe("The part of due whose last day to pay is over"),
});

/** A campaign's record: a fund's, what its enterprises promised and paid, and each of them. */
export const campaignRecordSchema = fundRecordSchema.extend({
  promised: promiseSumsSchema.extend({ asOf: instantSchema }),
  merchants: z.array(
    z.strictObject({
      agreementId: z.string(),
      slug: z.string(),
      name: z.string(),
      nameEn: z.string(),
      state: z.enum(STANDINGS).describe("The badge hangs only while it is in-force"),
      giver: z.enum(["merchant", "shopper"]).describe("Who is the donor and gets the receipt"),
      rule: z.string(),
      ruleEn: z.string(),
      from: daySchema,
      to: daySchema,
      promised: promiseSumsSchema,
      url: z.string(),
    }),
  ),
});

export const campaignOperations: ApiOperation[] = fundOperationsOf("consumption", campaignRecordSchema);
