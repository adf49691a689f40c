import { z } from "zod";
import { type ApiOperation, listOf, listParameters, slugParameter } from "#app/lib/openapi.ts";

export const regionRecordSchema = z.strictObject({
  slug: z.string().describe("The division code"),
  name: z.string(),
  nameEn: z.string(),
  state: z.literal("open"),
  organization: z.null(),
  level: z.string(),
  parent: z.string().nullable(),
  unitsAdministered: z.int().nullable(),
  url: z.string(),
});

export const regionOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/regions",
    operationId: "listRegions",
    tag: "register",
    summary: "Counties and the towns below them, by code",
    parameters: listParameters,
    answer: { status: 200, description: "A page of records", schema: listOf(regionRecordSchema) },
  },
  {
    method: "get",
    path: "/regions/{slug}",
    operationId: "getRegion",
    tag: "register",
    summary: "One division by its code",
    parameters: [slugParameter],
    answer: { status: 200, description: "The record", schema: regionRecordSchema },
  },
];
