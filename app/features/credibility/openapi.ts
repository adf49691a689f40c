import { z } from "zod";
import { type ApiOperation, daySchema, instantSchema, slugParameter } from "#app/lib/openapi.ts";
import { BAND_CODES } from "./method.ts";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const shareSchema = z.int().describe("Ten-thousandths: 10000 is the whole");
const scoreSchema = z.int().min(0).max(10_000).nullable().describe("Points × 100; null where not rated");

const indicatorSchema = z.strictObject({
  code: z.string(),
  weight: z.int(),
  formula: z.string(),
  status: z.enum(["scored", "no-data", "not-applicable"]),
  valueE4: shareSchema.optional(),
  reason: z.string().optional().describe("Why there is no value"),
  figures: z
    .record(z.string(), z.union([z.int(), z.string(), z.boolean(), z.null()]))
    .describe("The inputs of the formula"),
  evidence: z.array(z.string()).describe("Ids in `evidence` of the report"),
  parts: z
    .array(z.strictObject({ code: z.string(), valueE4: shareSchema, evidence: z.string().nullable() }))
    .optional(),
});

const dutySchema = z.strictObject({
  taskId: z.string(),
  kind: z.string(),
  title: z.string(),
  titleEn: z.string(),
  fundTitle: z.string().describe("Empty: the organization's own duty"),
  fundTitleEn: z.string(),
  article: z.string(),
  dueOn: daySchema,
  publishedOn: daySchema.nullable(),
  lateDays: z.int().nullable(),
  requiredFields: z.int(),
  filledFields: z.int(),
  versions: z.int(),
  silentEdits: z.int().describe("Later versions without a correction note"),
  evidence: z.string().nullable(),
});

const evidenceSchema = z.strictObject({
  id: z.string(),
  type: z.enum(["register", "fund", "disclosure", "document", "voucher", "statement"]),
  title: z.string(),
  titleEn: z.string(),
  sha256: z.string().nullable(),
  source: z.string(),
  observedAt: daySchema.nullable().describe("Day in China; null: read live"),
  visibility: z.enum(["public", "masked"]),
  href: z.string().nullable(),
});

export const credibilityReportSchema = z.strictObject({
  version: z.int().min(1),
  createdAt: instantSchema,
  score: z.number().min(0).max(100).nullable(),
  currency: z.string().describe("Of every figure named …Fen"),
  sha256: sha256Schema.describe("Of the stored report"),
  snapshot: z
    .strictObject({ href: z.string(), sha256: sha256Schema })
    .describe("The inputs: recomputing from them gives the stored report's bytes"),
  previous: z
    .strictObject({
      version: z.int(),
      createdAt: instantSchema,
      scoreE2: scoreSchema,
      band: z.enum(BAND_CODES),
    })
    .nullable(),
  methodVersion: z.string(),
  takenAt: instantSchema,
  inputsSha256: sha256Schema,
  organization: z.strictObject({ slug: z.string(), name: z.string(), nameEn: z.string() }),
  scoreE2: scoreSchema,
  band: z.enum(BAND_CODES),
  meanE4: z.int().nullable(),
  distanceE4: z.int().nullable(),
  uncappedE2: z.int().nullable(),
  coverageE4: shareSchema,
  caps: z.array(z.strictObject({ code: z.string(), limitE2: z.int().nullable(), source: z.string() })),
  dimensions: z.array(
    z.strictObject({
      code: z.string(),
      weight: z.int(),
      scoreE4: z.int().nullable(),
      indicators: z.array(indicatorSchema),
    }),
  ),
  duties: z.array(dutySchema),
  evidence: z.array(evidenceSchema),
});

export const credibilityOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/organizations/{slug}/credibility",
    operationId: "getCredibility",
    tag: "books",
    summary: "The newest credibility report of a charity",
    description: "404 before the first report.",
    parameters: [slugParameter],
    answer: { status: 200, description: "The report", schema: credibilityReportSchema },
  },
];
