import { z } from "zod";
import { STATEMENT_SOURCES } from "#app/features/payments/statements/statement.ts";
import {
  type ApiOperation,
  type ApiParameter,
  daySchema,
  fenSchema,
  instantSchema,
  listOf,
  listParameters,
} from "#app/lib/openapi.ts";
import { BREAK_KINDS } from "./breaks.ts";

export const runSchema = z.strictObject({
  id: z.uuid(),
  organization: z.string().describe("Slug"),
  source: z.string(),
  day: daySchema,
  matchedFen: fenSchema,
  explainedFen: fenSchema,
  openFen: fenSchema,
  currency: z.string(),
  breakCount: z.int(),
  state: z.string(),
});

export const breakSchema = z.strictObject({
  id: z.uuid(),
  organization: z.string().describe("Slug"),
  source: z.string(),
  kind: z.enum(BREAK_KINDS),
  amountFen: fenSchema,
  currency: z.string(),
  day: daySchema,
  ageDays: z.int().min(0),
  state: z.enum(["open", "explained", "resolved"]),
  openedAt: instantSchema,
  resolvedAt: instantSchema.nullable(),
});

export const statementUploadSchema = z.object({
  source: z
    .enum(["auto", ...STATEMENT_SOURCES])
    .describe(
      "“bank-generic” reads a bank’s list as its columns were named on the website; “auto” looks itself",
    ),
  account: z.string().optional().describe("Number of the account; where left out, taken from the file"),
  file: z.file().describe("At most 50 MiB"),
});

export const statementAnswerSchema = z.strictObject({
  id: z.uuid(),
  rows: z.int(),
  duplicates: z.int().describe("Rows that were there already"),
});

const ORGANIZATION: ApiParameter = {
  name: "organization",
  in: "query",
  description: "Slug of the organization",
};

export const reconciliationOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/reconciliation-runs",
    operationId: "listReconciliationRuns",
    tag: "books",
    summary: "Days and sources held against the books, newest day first",
    parameters: [ORGANIZATION, ...listParameters],
    answer: { status: 200, description: "A page of runs", schema: listOf(runSchema) },
  },
  {
    method: "get",
    path: "/reconciliation-breaks",
    operationId: "listReconciliationBreaks",
    tag: "books",
    summary: "Differences between statements and books, healed ones too; never a counterparty",
    parameters: [ORGANIZATION, ...listParameters],
    answer: { status: 200, description: "A page of breaks", schema: listOf(breakSchema) },
  },
  {
    method: "post",
    path: "/statements",
    operationId: "uploadStatement",
    tag: "books",
    summary: "Takes a provider's or bank's statement: the whole file or nothing",
    description: "Rows land once, however often and in however many files they come.",
    needsKey: true,
    idempotent: "optional",
    body: { schema: statementUploadSchema, mediaType: "multipart/form-data" },
    answer: { status: 202, description: "Taken; matching follows", schema: statementAnswerSchema },
  },
];
