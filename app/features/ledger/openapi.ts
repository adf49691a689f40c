import { z } from "zod";
import { type ApiOperation, fenSchema, instantSchema, listOf, listParameters } from "#app/lib/openapi.ts";

export const transferSchema = z.strictObject({
  publicIndex: z.int().nullable().describe("Gap-free; null until the sequencer has been there"),
  id: z.string(),
  bookId: z.string().describe("The fund whose money moves, else the organization"),
  factId: z.string().describe("The transfers of one fact share it and commit together"),
  kind: z.string(),
  debitAccountId: z.string(),
  creditAccountId: z.string(),
  amountFen: fenSchema,
  currency: z.string(),
  occurredAt: instantSchema,
  recordedAt: instantSchema,
  reversesId: z.string().nullable(),
});

export const accountSchema = z.strictObject({
  id: z.string(),
  kind: z.string(),
  code: z.string().describe("First-level code of 财会〔2024〕25号"),
  currency: z.string(),
  organization: z.strictObject({ slug: z.string(), name: z.string(), nameEn: z.string() }),
  fundId: z.string().nullable(),
  debitFen: fenSchema,
  creditFen: fenSchema,
  balanceFen: fenSchema.describe("Debits less credits"),
  transferCount: z.int(),
  asOf: instantSchema,
});

export const ledgerOperations: ApiOperation[] = [
  {
    method: "get",
    path: "/ledger/transfers",
    operationId: "listTransfers",
    tag: "ledger",
    summary: "The rows of the open ledger that have a public index, newest first",
    description: "With `account`, the rows of one account, those still waiting for their index included.",
    parameters: [
      { name: "account", in: "query", description: "Id of an account" },
      { name: "kind", in: "query", description: "With `account`: only rows of this kind" },
      ...listParameters,
    ],
    answer: { status: 200, description: "A page of rows", schema: listOf(transferSchema) },
  },
  {
    method: "get",
    path: "/ledger/accounts/{id}",
    operationId: "getAccount",
    tag: "ledger",
    summary: "One account with both its sums, at one moment",
    parameters: [{ name: "id", in: "path", description: "Kind, owner and currency: available.k3m9q2fw.CNY" }],
    answer: { status: 200, description: "The account", schema: accountSchema },
  },
];
