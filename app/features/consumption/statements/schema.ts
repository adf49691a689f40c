import { z } from "zod";
import { DISPUTE_ANSWERS, DISPUTE_REASONS } from "./statement-state.ts";

export const NOTE_LENGTH = 500;
/** Messages are keys of the namespace `consumptionStatements`. */
const note = z
  .string()
  // No column can hold a NUL, and no keyboard types one.
  .overwrite((text) => text.replaceAll("\0", "").trim())
  .max(NOTE_LENGTH, "errNoteLong");

export const disputeSchema = z.object({
  reason: z.enum(DISPUTE_REASONS, "errReason"),
  note: note.min(1, "errNote"),
});

export const answerSchema = z.object({
  answer: z.enum(DISPUTE_ANSWERS, "errAnswer"),
  note: note.min(1, "errNote"),
});

export const paySchema = z.object({
  way: z.enum(["alipay", "stripe", "offline"], "errWay"),
  email: z.email("errEmail").max(200, "errEmail"),
});
