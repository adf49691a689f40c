import { z } from "zod";
import {
  type ApiOperation,
  type ApiParameter,
  daySchema,
  fenSchema,
  instantSchema,
  listOf,
  listParameters,
  slugParameter,
} from "#app/lib/openapi.ts";
import { FUND_API_PATHS, FUND_KINDS, type FundKind, PUBLIC_FUND_STATES } from "./kinds.ts";

/** `raisedFen + otherInFen = availableFen + heldFen + committedFen + disbursedFen + feesFen + refundedFen + otherOutFen`. */
export const fundFiguresSchema = z
  .strictObject({
    raisedFen: fenSchema,
    otherInFen: fenSchema,
    availableFen: fenSchema,
    unsettledFen: fenSchema,
    heldFen: fenSchema,
    committedFen: fenSchema,
    disbursedFen: fenSchema,
    deliveredFen: fenSchema,
    feesFen: fenSchema,
    refundedFen: fenSchema,
    otherOutFen: fenSchema,
    donationCount: z.int(),
    beneficiaryCount: z.int(),
    asOf: instantSchema,
  })
  .describe(
    "Exact in fen, all at one moment: raised + otherIn = available + held + committed + disbursed + fees + refunded + otherOut. unsettled is part of available, delivered is part of disbursed.",
  );

export const organizationRefSchema = z.strictObject({
  slug: z.string(),
  name: z.string(),
  nameEn: z.string(),
});

export const fundRecordSchema = z.strictObject({
  id: z
    .string()
    .describe("Stands in the ids of the fund's accounts: available.<id>.CNY, held.…, committed.…"),
  slug: z.string(),
  kind: z.enum(FUND_KINDS),
  name: z.string(),
  nameEn: z.string(),
  state: z.enum(PUBLIC_FUND_STATES),
  organization: organizationRefSchema,
  lead: z.string(),
  leadEn: z.string(),
  category: z.string(),
  region: z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string() }),
  filingNo: z.string().nullable(),
  startsOn: daySchema.nullable(),
  endsOn: daySchema.nullable(),
  designatedPlatformUrl: z.string().nullable(),
  acceptedProviders: z.array(z.string()).describe("Empty while it takes no gifts; closedReason says why"),
  closedReason: z.string().nullable(),
  currency: z.string(),
  goalFen: fenSchema.nullable(),
  fund: fundFiguresSchema,
  url: z.string(),
});

const filterParameters: ApiParameter[] = [
  { name: "q", in: "query", description: "Words in the name, the lead or the organization's name" },
  { name: "category", in: "query", description: "Cause, for instance elderly" },
  { name: "region", in: "query", description: "Division code; everything below it counts" },
  { name: "state", in: "query", description: "open, paused or ended", schema: z.enum(PUBLIC_FUND_STATES) },
  { name: "organization", in: "query", description: "Slug of the organization" },
];

const NAMES: Record<FundKind, { one: string; many: string; id: string }> = {
  project: { one: "a project", many: "projects", id: "Project" },
  consumption: { one: "a consumption campaign", many: "consumption campaigns", id: "ConsumptionCampaign" },
  drive: { one: "a drive", many: "drives", id: "Drive" },
  trust: { one: "a charitable trust", many: "charitable trusts", id: "Trust" },
};

/** The list and the one record of a kind. */
export function fundOperationsOf(kind: FundKind, record: z.ZodType = fundRecordSchema): ApiOperation[] {
  const { one, many, id } = NAMES[kind];
  return [
    {
      method: "get",
      path: FUND_API_PATHS[kind],
      operationId: `list${id}s`,
      tag: "register",
      summary: `The published ${many}, open ones first`,
      parameters: [...filterParameters, ...listParameters],
      answer: { status: 200, description: "A page of records", schema: listOf(fundRecordSchema) },
    },
    {
      method: "get",
      path: `${FUND_API_PATHS[kind]}/{slug}`,
      operationId: `get${id}`,
      tag: "register",
      summary: `One record of ${one} with its figures, at most 2 s old`,
      parameters: [slugParameter],
      answer: { status: 200, description: "The record", schema: record },
    },
  ];
}

/** Two operations for each kind; a consumption campaign's record holds more, and its own feature describes it. */
export const fundOperations: ApiOperation[] = FUND_KINDS.filter((kind) => kind !== "consumption").flatMap(
  (kind) => fundOperationsOf(kind),
);
