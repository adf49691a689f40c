import { z } from "zod";
import type { Presentation } from "#app/features/payments/providers/presentations.ts";
import { MAX_GIFT_FEN, parseTypedYuan, type YuanRefusal } from "#app/lib/money.ts";

/**
 * One schema for the form, its action, the API and the tests. Messages are keys of the `give`
 * dictionary: the page and the API say them in the reader's language.
 */
export const VISIBILITIES = ["anonymous", "pseudonym", "public"] as const;
export type Visibility = (typeof VISIBILITIES)[number];
export const DONATION_PROVIDERS = ["alipay", "stripe", "offline"] as const;
export type DonationProvider = (typeof DONATION_PROVIDERS)[number];

export const isDonationProvider = (text: string): text is DonationProvider =>
  (DONATION_PROVIDERS as readonly string[]).includes(text);

/** A choice of the form: a provider, or "<provider>-qr" for its code to scan. Null if it is neither. */
export function wayOf(text: string): { provider: DonationProvider; presentation: Presentation } | null {
  const isQr = text.endsWith("-qr");
  const provider = isQr ? text.slice(0, -"-qr".length) : text;
  return isDonationProvider(provider) ? { provider, presentation: isQr ? "qr" : "redirect" } : null;
}

/** Cards cost a fixed fee as well, so a smaller gift would be eaten by it (Stripe's floor for CNY). */
export const MIN_CARD_GIFT_FEN = 400n;
export const NAME_LENGTH = 40;
export const MESSAGE_LENGTH = 200;

const optionalText = (max: number, tooLong?: string) =>
  z
    .string()
    // No column can hold a NUL, and no keyboard types one.
    .overwrite((text) => text.replaceAll("\0", "").trim())
    .max(max, tooLong)
    .transform((text) => (text === "" ? undefined : text))
    .optional();

const YUAN_MESSAGES: Record<YuanRefusal, string> = {
  empty: "amountMissing",
  "not-a-number": "amountNotANumber",
  "too-many-decimals": "amountThreeDecimals",
  "not-positive": "amountTooSmall",
  "too-large": "amountTooLarge",
};

/** Who gave and how that is shown; anonymity belongs to the gift, not to the person. */
const donorFields = {
  visibility: z.enum(VISIBILITIES).default("anonymous"),
  name: optionalText(NAME_LENGTH, "nameTooLong"),
  pseudonym: optionalText(NAME_LENGTH, "pseudonymTooLong"),
  email: z
    .union([z.literal("").transform(() => undefined), z.email("emailMalformed").max(200, "emailMalformed")])
    .optional(),
  phone: z
    .union([
      z.literal("").transform(() => undefined),
      z
        .string()
        .trim()
        .regex(/^\+?[0-9][0-9 -]{5,20}$/, "phoneMalformed"),
    ])
    .optional(),
};

function checkShownName(
  value: { visibility: Visibility; name?: string; pseudonym?: string },
  context: z.core.$RefinementCtx,
): void {
  if (value.visibility === "public" && !value.name)
    context.addIssue({ code: "custom", path: ["name"], message: "nameMissing" });
  if (value.visibility === "pseudonym" && !value.pseudonym)
    context.addIssue({ code: "custom", path: ["pseudonym"], message: "pseudonymMissing" });
}

/** What is asked beside a single gift: a day that every month has, and where to write when one fails. */
function checkMonthly(
  value: { day: string; provider: string; email?: string },
  context: z.core.$RefinementCtx,
): void {
  if (!/^([1-9]|1\d|2[0-8])$/.test(value.day))
    context.addIssue({ code: "custom", path: ["day"], message: "dayMissing" });
  if (!value.email) context.addIssue({ code: "custom", path: ["email"], message: "emailNeededMonthly" });
  if (wayOf(value.provider)?.provider === "offline")
    context.addIssue({ code: "custom", path: ["provider"], message: "monthlyNotThisWay" });
}

/** The giving form as the browser sends it. `amount` is a picked number of fen, or "other" with `other` in yuan. */
export const donationFormSchema = z
  .object({
    amount: z.string().default("other"),
    other: z.string().default(""),
    // Checked below with the amount, so that one answer names everything that is missing.
    provider: z.string().default(""),
    ...donorFields,
    visibility: z.enum(VISIBILITIES, "attemptMissing").default("anonymous"),
    message: optionalText(MESSAGE_LENGTH, "messageTooLong"),
    attempt: z.string("attemptMissing").regex(/^[0-9a-z]{16,40}$/, "attemptMissing"),
    frequency: z.enum(["once", "monthly"], "attemptMissing").default("once"),
    /** Of the month, 1–28; for monthly giving alone. */
    day: z.string().default(""),
    /** The question after suspicion, see challenge.server.ts: its token, and what was written. */
    challenge: z.string().max(100).optional(),
    words: z.string().max(100, "challenge_wrong-words").optional(),
  })
  .superRefine((value, context) => {
    checkShownName(value, context);
    if (!wayOf(value.provider))
      context.addIssue({ code: "custom", path: ["provider"], message: "providerMissing" });
    if (value.frequency === "monthly") checkMonthly(value, context);
    const amountFen = amountOf(value);
    if (typeof amountFen === "string") {
      context.addIssue({ code: "custom", path: ["other"], message: amountFen });
    } else if (value.provider === "stripe" && amountFen < MIN_CARD_GIFT_FEN) {
      context.addIssue({ code: "custom", path: ["other"], message: "amountTooSmallForCard" });
    }
  });
export type DonationForm = z.input<typeof donationFormSchema>;

/** The amount of a form in fen, or the key of the message that says what is wrong with it. */
export function amountOf(form: { amount: string; other: string }): bigint | string {
  if (form.amount !== "other") {
    const picked = /^\d{1,10}$/.test(form.amount) ? BigInt(form.amount) : 0n;
    return picked > 0n && picked <= MAX_GIFT_FEN ? picked : "amountMissing";
  }
  const typed = parseTypedYuan(form.other);
  return typed.ok ? typed.amountFen : YUAN_MESSAGES[typed.reason];
}

/** The body of POST /api/v1/donations. */
export const donationRequestSchema = z
  .object({
    target: z.object({
      kind: z.enum(["project", "drive", "trust", "consumption"]),
      slug: z.string().min(1).max(100),
    }),
    amountFen: z.int().min(1).max(Number(MAX_GIFT_FEN)),
    currency: z.literal("CNY"),
    provider: z.enum(["alipay", "stripe", "offline"]),
    visibility: donorFields.visibility,
    donor: z
      .object({
        name: donorFields.name,
        pseudonym: donorFields.pseudonym,
        email: donorFields.email,
        phone: donorFields.phone,
      })
      .default({}),
    message: optionalText(MESSAGE_LENGTH, "messageTooLong"),
    unit: optionalText(100),
  })
  .superRefine((value, context) => {
    if (value.visibility === "public" && !value.donor.name)
      context.addIssue({ code: "custom", path: ["donor", "name"], message: "nameMissing" });
    if (value.visibility === "pseudonym" && !value.donor.pseudonym)
      context.addIssue({ code: "custom", path: ["donor", "pseudonym"], message: "pseudonymMissing" });
    if (value.provider === "stripe" && BigInt(value.amountFen) < MIN_CARD_GIFT_FEN)
      context.addIssue({ code: "custom", path: ["amountFen"], message: "amountTooSmallForCard" });
  });
