import { z } from "zod";
import { FUND_KINDS } from "#app/features/funds/kinds.ts";
import { type ApiOperation, daySchema, instantSchema, listOf, listParameters } from "#app/lib/openapi.ts";
import { DUTY_KINDS } from "./duty-kinds.ts";

export const disclosureSchema = z.strictObject({
  id: z.uuid(),
  organization: z.string().describe("Slug"),
  fund: z
    .strictObject({ kind: z.enum(FUND_KINDS), slug: z.string() })
    .nullable()
    .describe("Null: the duty is the organization's own"),
  kind: z.enum(DUTY_KINDS),
  title: z.string(),
  titleEn: z.string(),
  lawArticle: z.string(),
  lawArticleEn: z.string(),
  dueOn: daySchema,
  publishedAt: instantSchema.nullable().describe("Null until it is published; set once"),
  version: z.int().min(0).describe("How many versions are published"),
  url: z.string(),
});

export const disclosureOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/disclosures",
    operationId: "listDisclosures",
    tag: "books",
    summary: "What charities must publish and have published, newest due day first",
    parameters: [
      { name: "organization", in: "query", description: "Slug of the organization" },
      ...listParameters,
    ],
    answer: { status: 200, description: "A page of disclosures", schema: listOf(disclosureSchema) },
  },
];
