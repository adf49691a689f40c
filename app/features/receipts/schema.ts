import { z } from "zod";

/** Messages are keys of the namespace `receipts`. */
const needed = (message: string, most: number) => z.string(message).trim().min(1, message).max(most, message);
const optional = (most: number) => z.string().trim().max(most, "errTooLong").default("");
/** Bill systems give digits; people paste them with spaces and full-width figures. */
const figures = (pattern: RegExp, message: string) =>
  z
    .string(message)
    .transform((text) => text.normalize("NFKC").replace(/\s/g, ""))
    .pipe(z.string().regex(pattern, message));

export const billCode = figures(/^\d{8}$/, "errBillCode");
export const billNo = figures(/^\d{10}$/, "errBillNo");
export const checkCode = figures(/^[0-9A-Za-z]{6}$/, "errCheckCode");
export const issuedOn = z
  .string("errDay")
  .trim()
  .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
  .refine((day) => !Number.isNaN(Date.parse(day)), "errDay");

/** The fields of 财综〔2024〕1号 Art. 6 that the bill itself carries; amount and payer come from gift and request. */
export const billSchema = z.object({
  billCode,
  billNo,
  checkCode,
  issuedOn,
  itemCode: needed("errItemCode", 40),
  itemName: needed("errItemName", 100),
  unit: needed("errUnit", 20),
  quantity: z.coerce
    .number("errQuantity")
    .int("errQuantity")
    .min(1, "errQuantity")
    .max(1_000_000, "errQuantity"),
  standard: optional(60),
  supervisedBy: needed("errSupervisedBy", 60),
  reviewer: needed("errReviewer", 40),
  cashier: needed("errCashier", 40),
  qrText: optional(500),
  note: optional(200),
  other: optional(200),
});
export type BillFields = z.infer<typeof billSchema>;

export const VOID_REASONS = ["refund", "wrong-payer", "wrong-content", "other"] as const;
export type VoidReason = (typeof VOID_REASONS)[number];

export const voidSchema = z.object({
  voidBillCode: billCode,
  voidBillNo: billNo,
  voidedOn: issuedOn,
  reason: z.enum(VOID_REASONS, "errVoidReason"),
});

/** The donor's form. */
export const requestSchema = z
  .object({
    attempt: z.uuid(),
    wish: z.enum(["person", "organization", "waived"], "errWish"),
    payer: z.string().trim().max(80, "errTooLong").default(""),
    uscc: z.string().trim().max(40, "errUscc").default(""),
    email: z.union([z.literal(""), z.email("errEmail")]).default(""),
    merge: z.literal("yes").optional(),
  })
  .superRefine((form, context) => {
    const complain = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (form.wish !== "waived" && form.payer === "") complain("payer", "errPayer");
    if (form.wish === "organization" && form.uscc === "") complain("uscc", "errUscc");
  });
export type RequestForm = z.infer<typeof requestSchema>;
