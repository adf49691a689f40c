import { z } from "zod";
import { parseTypedYuan } from "#app/lib/money.ts";
import { GOODS_MOVES, MAX_QUANTITY, MAX_VALUE_FEN, VALUATIONS } from "./goods-rules.ts";

/** The forms of goods. Messages are keys of the namespace `goods`. */
export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const attempt = z.string("errAttempt").regex(UUID, "errAttempt");
const count = (message: string) =>
  z
    .string(message)
    .transform((text) => text.normalize("NFKC").replace(/[\s,]/g, ""))
    .pipe(z.string().regex(/^\d{1,8}$/, message))
    .transform(Number)
    .pipe(z.number().int().min(1, message).max(MAX_QUANTITY, message));
const words = (min: number, max: number, message: string) =>
  z.string(message).trim().min(min, message).max(max, message);
const day = z
  .string("errDay")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), "errDay");
const optionalDay = z.union([z.literal("").transform(() => null), day]);
const yuan = z.string("errValue").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MAX_VALUE_FEN });
  if (typed.ok) return typed.amountFen;
  context.addIssue({ code: "custom", message: "errValue" });
  return z.NEVER;
});

export const receiveFormSchema = z
  .object({
    attempt,
    fund: z.string("errFund").min(1, "errFund"),
    name: words(1, 80, "errName"),
    unit: words(1, 10, "errUnit"),
    quantity: count("errQuantity"),
    valuation: z.enum(VALUATIONS, "errValuation"),
    value: z.string().default(""),
    batchNo: z.string().trim().max(60, "errBatch").default(""),
    expiresOn: optionalDay,
    place: words(1, 60, "errPlace"),
    donorName: z.string().trim().max(80, "errDonor").default(""),
    receivedOn: day,
  })
  .transform((form, context) => {
    // What cannot be measured needs no amount: it stands at one yuan.
    if (form.valuation === "nominal") return { ...form, valueFen: 0n };
    const read = yuan.safeParse(form.value);
    if (read.success) return { ...form, valueFen: read.data };
    context.addIssue({ code: "custom", path: ["value"], message: "errValue" });
    return z.NEVER;
  });

export const moveFormSchema = z
  .object({
    attempt,
    kind: z.enum(GOODS_MOVES, "errMove"),
    quantity: count("errQuantity"),
    fromPlace: words(1, 60, "errPlace"),
    toPlace: z.string().trim().max(60, "errPlace").default(""),
    people: z.string().default(""),
    reason: words(2, 200, "errReason"),
  })
  .transform((form, context) => {
    const people = count("errPeople").safeParse(form.people);
    if (form.kind === "issued" && !people.success)
      context.addIssue({ code: "custom", path: ["people"], message: "errPeople" });
    if (form.kind === "moved" && form.toPlace === "")
      context.addIssue({ code: "custom", path: ["toPlace"], message: "errPlace" });
    return {
      ...form,
      toPlace: form.kind === "moved" ? form.toPlace : null,
      people: form.kind === "issued" && people.success ? people.data : null,
    };
  });

export const handOverFormSchema = z.object({ move: attempt, handedOverOn: day });
