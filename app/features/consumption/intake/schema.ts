import { z } from "zod";
import { fenSchema, instantSchema } from "#app/lib/openapi.ts";
import {
  type EventInput,
  LONGEST_ORDER_NO,
  MOST_EVENTS,
  MOST_FEN,
  MOST_ITEMS,
  MOST_SKUS,
  ORDER_NO,
  REJECT_REASONS,
  type RejectReason,
} from "./event.ts";

const orderNo = z.string().max(LONGEST_ORDER_NO).regex(ORDER_NO);
const quantity = z.int().min(1).max(MOST_ITEMS);
const mostFen = Number(MOST_FEN);

/** One order or return in JSON. */
export const eventSchema = z.object({
  orderNo: orderNo.describe(
    "The shop's own number of the order or return, unique in the enterprise; 1–64 characters without spaces",
  ),
  type: z.enum(["order", "return"]),
  amountFen: fenSchema
    .min(1)
    .max(mostFen)
    .describe("The price before the merchant's discount; of a return, how much of it came back"),
  discountFen: fenSchema
    .min(0)
    .max(mostFen)
    .optional()
    .describe("What the merchant took off; 0 where left out"),
  occurredAt: instantSchema.describe(
    "When it was sold or came back: at most 31 days ago, at most 5 minutes ahead",
  ),
  campaign: z
    .string()
    .min(1)
    .max(100)
    .nullish()
    .describe("Slug of the campaign; needed where the enterprise has agreements with several"),
  items: z
    .union([quantity, z.array(z.object({ sku: orderNo, quantity })).max(MOST_SKUS)])
    .nullish()
    .describe("How many things were sold, or which: for rules per item"),
  returnOf: orderNo.nullish().describe("Of a return: the number of its order"),
});

/** The envelope alone: rows are checked one by one, so that a bad one keeps no other back. */
export const envelopeSchema = z.object({ events: z.array(z.unknown()).min(1).max(MOST_EVENTS) });

/** As the document describes it. */
export const eventsBodySchema = z.object({ events: z.array(eventSchema).min(1).max(MOST_EVENTS) });

export const eventsAnswerSchema = z.strictObject({
  results: z
    .array(
      z.strictObject({
        orderNo: z.string(),
        outcome: z.enum(["accepted", "duplicate", "rejected"]),
        donationFenE4: z
          .int()
          .describe(
            "What the order gives in ten-thousandths of a fen (10,000 = 1 fen), before the caps of the day and the campaign; negative for a return, 0 where rejected",
          ),
        reason: z.enum(REJECT_REASONS).optional().describe("Why it was rejected: stable, for programs"),
        message: z.string().optional().describe("The same for people, with what to do about it"),
      }),
    )
    .describe("In the order of the events"),
  mode: z.literal("test").optional().describe("Present where a test key was used: nothing was counted"),
});

const REASON_OF: Record<string, RejectReason> = {
  orderNo: "bad-order-no",
  type: "bad-type",
  amountFen: "bad-amount",
  discountFen: "bad-discount",
  occurredAt: "bad-time",
  campaign: "bad-campaign",
  items: "bad-items",
  returnOf: "bad-return-of",
};

export type ReadEvent =
  | { ok: true; event: EventInput }
  | { ok: false; orderNo: string; reason: RejectReason };

/** One row of the envelope. A wrong one keeps what can be read of its number, for the answer. */
export function readEvent(row: unknown): ReadEvent {
  const read = eventSchema.safeParse(row);
  if (!read.success) {
    const reason = REASON_OF[String(read.error.issues[0]?.path[0])] ?? "bad-row";
    return { ok: false, orderNo: orderNoOf(row), reason };
  }
  const { amountFen, discountFen, occurredAt, ...rest } = read.data;
  const event = {
    ...rest,
    amountFen: BigInt(amountFen),
    discountFen: BigInt(discountFen ?? 0),
    occurredAt: new Date(occurredAt),
  };
  return { ok: true, event };
}

function orderNoOf(row: unknown): string {
  if (row === null || typeof row !== "object" || !("orderNo" in row)) return "";
  return typeof row.orderNo === "string" ? row.orderNo.slice(0, LONGEST_ORDER_NO) : "";
}
