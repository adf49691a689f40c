import { z } from "zod";
import { MAX_GIFT_FEN, parseTypedYuan, type YuanRefusal } from "#app/lib/money.ts";
import { NAME_LENGTH, VISIBILITIES } from "../schema.ts";

/** One schema for the form of a single gift and for each line of a file. Messages are keys of `recorded`. */
const YUAN_MESSAGES: Record<YuanRefusal, string> = {
  empty: "errAmountMissing",
  "not-a-number": "errAmountNotANumber",
  "too-many-decimals": "errAmountDecimals",
  "not-positive": "errAmountNotPositive",
  "too-large": "errAmountTooLarge",
};

/** 2026-02-30 is none: such a date rolls over or is invalid. */
function isRealDay(day: string): boolean {
  const date = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(day);
}

const text = (max: number, tooLong: string) =>
  z
    .string()
    .overwrite((value) => value.replaceAll("\0", "").trim())
    .max(max, tooLong)
    .default("");

const fieldsSchema = z.object({
  amount: z.string("errAmountMissing").transform((typed, context) => {
    const read = parseTypedYuan(typed, { minFen: 1n, maxFen: MAX_GIFT_FEN });
    if (read.ok) return read.amountFen;
    context.addIssue({ code: "custom", message: YUAN_MESSAGES[read.reason] });
    return z.NEVER;
  }),
  givenOn: z
    .string("errDay")
    .trim()
    .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
    .refine(isRealDay, "errDay"),
  visibility: z.enum(VISIBILITIES, "errVisibility"),
  name: text(NAME_LENGTH, "errNameLong"),
  pseudonym: text(NAME_LENGTH, "errNameLong"),
  receiptNo: text(40, "errReceiptLong"),
});
export type RecordedFields = z.output<typeof fieldsSchema>;

export type FieldsRead = { ok: true; fields: RecordedFields } | { ok: false; errors: Record<string, string> };

/** Reads the fields of one gift; `errors` is field → key of what is wrong with it, all of them at once. */
export function readFields(typed: Record<string, string | undefined>): FieldsRead {
  const read = fieldsSchema.safeParse(typed);
  const errors: Record<string, string> = {};
  for (const issue of read.error?.issues ?? []) errors[String(issue.path[0])] ??= issue.message;
  if (typed.visibility === "public" && !typed.name?.trim()) errors.name = "errNameMissing";
  if (typed.visibility === "pseudonym" && !typed.pseudonym?.trim()) errors.pseudonym = "errPseudonymMissing";
  return read.success && Object.keys(errors).length === 0
    ? { ok: true, fields: read.data }
    : { ok: false, errors };
}
