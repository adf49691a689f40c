import { z } from "zod";
import {
  type ApiOperation,
  daySchema,
  instantSchema,
  listOf,
  listParameters,
  slugParameter,
} from "#app/lib/openapi.ts";
import { PUBLIC_ORGANIZATION_KINDS } from "./kinds.ts";

const periodSchema = z.strictObject({ from: daySchema.nullable(), to: daySchema.nullable() });

export const organizationRecordSchema = z.strictObject({
  slug: z.string(),
  kind: z.enum(PUBLIC_ORGANIZATION_KINDS),
  name: z.string(),
  nameEn: z.string(),
  state: z.literal("open"),
  organization: z.strictObject({ slug: z.string(), name: z.string(), nameEn: z.string() }).describe("Itself"),
  uscc: z.string().nullable(),
  form: z.string().nullable(),
  region: z.strictObject({ code: z.string(), name: z.string(), nameEn: z.string() }),
  registrar: z.string().nullable(),
  registeredOn: daySchema.nullable(),
  publicFundraising: periodSchema.nullable().describe("Public-fundraising qualification"),
  taxDeduction: periodSchema.nullable().describe("Qualification for pre-tax deduction of gifts"),
  assessment: z.strictObject({ grade: z.string(), validTo: daySchema.nullable() }).nullable(),
  summary: z.string(),
  summaryEn: z.string(),
  contact: z.string(),
  reconciliation: z.strictObject({
    closedThrough: daySchema.nullable().describe("The last day that two people closed"),
    openBreakCount: z.int().min(0).describe("Differences between statements and books, not explained yet"),
    oldestBreakDay: daySchema.nullable(),
  }),
  asOf: instantSchema,
  url: z.string(),
});

export const organizationOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/organizations",
    operationId: "listOrganizations",
    tag: "register",
    summary: "Charities, trustees and enterprises",
    parameters: [
      { name: "q", in: "query", description: "Words in the name, the summary, or the credit code" },
      {
        name: "kind",
        in: "query",
        description: "charity, trustee or enterprise",
        schema: z.enum(PUBLIC_ORGANIZATION_KINDS),
      },
      { name: "region", in: "query", description: "Division code; everything below it counts" },
      ...listParameters,
    ],
    answer: { status: 200, description: "A page of records", schema: listOf(organizationRecordSchema) },
  },
  {
    method: "get",
    path: "/organizations/{slug}",
    operationId: "getOrganization",
    tag: "register",
    summary: "One organization with its registration and qualifications",
    parameters: [slugParameter],
    answer: { status: 200, description: "The record", schema: organizationRecordSchema },
  },
];
