import { z } from "zod";
import {
  type ApiOperation,
  daySchema,
  fenSchema,
  instantSchema,
  listOf,
  listParameters,
} from "#app/lib/openapi.ts";
import { eventsAnswerSchema, eventsBodySchema } from "./schema.ts";

const listedEventSchema = z.strictObject({
  orderNo: z.string(),
  type: z.enum(["order", "return"]),
  amountFen: fenSchema,
  discountFen: fenSchema,
  currency: z.string(),
  occurredAt: instantSchema,
  recordedAt: instantSchema,
  returnOf: z.string().nullable(),
  campaign: z.string().describe("Slug"),
  ruleVersion: z.int().describe("Version of the agreement whose rule it was computed with"),
  donationFenE4: z.int().describe("Before the caps of the day and the campaign"),
  countedFenE4: z.int().nullable().describe("After them; null until its day is posted"),
  state: z.enum(["pending", "posted", "stated"]),
  postedDay: daySchema.nullable().describe("The day whose posting took it up"),
  statement: z.string().nullable().describe("Id of the statement that settles it"),
});

export const intakeOperations: ApiOperation[] = [
  {
    method: "post",
    path: "/consumption-events",
    operationId: "takeConsumptionEvents",
    tag: "consumption",
    summary: "A till's orders and returns",
    description:
      "1 to 1,000 rows, each with its own answer: a bad row keeps no other back. The same number with the same content is a duplicate with the same donation, so a batch may be sent again; with other content it is rejected. Orders are taken before returns, so a return may come in its order's batch; returns of an order never exceed it.",
    needsKey: true,
    idempotent: "optional",
    body: { schema: eventsBodySchema },
    answer: { status: 200, description: "What became of each row", schema: eventsAnswerSchema },
  },
  {
    method: "get",
    path: "/consumption-events",
    operationId: "listConsumptionEvents",
    tag: "consumption",
    summary: "Your own orders and returns, newest first",
    description: "With the day that was posted and the statement that settles it.",
    needsKey: true,
    parameters: listParameters,
    answer: { status: 200, description: "A page of rows", schema: listOf(listedEventSchema) },
  },
];
