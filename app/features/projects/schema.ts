import { z } from "zod";
import { FUND_CATEGORIES } from "#app/features/funds/categories.ts";
import { parseTypedYuan, type YuanRefusal } from "#app/lib/money.ts";
import { PICTURE_CONSENTS } from "./picture-consents.ts";
import { BENEFICIARY_GROUPS, WORKING_MODES } from "./project-codes.ts";
import { SURPLUS_HANDLINGS } from "./surplus-handlings.ts";

/** One schema for each form of a project. Messages are keys of the `projects` dictionary. */

const MAX_BUDGET_FEN = 1_000_000_000_000n;
/** Characters of a story or an entry; English needs about twice as many. */
export const MAX_STORY = 8_000;
export const MAX_STORY_EN = 16_000;

const YUAN_MESSAGES = {
  empty: "errAmount",
  "not-a-number": "errAmount",
  "too-many-decimals": "errAmountDecimals",
  "not-positive": "errAmountNotPositive",
  "too-large": "errAmountTooLarge",
} as const satisfies Record<YuanRefusal, string>;

/** Yuan as a person types it → fen. */
export const typedYuan = z.string("errAmount").transform((text, context) => {
  const typed = parseTypedYuan(text, { minFen: 1n, maxFen: MAX_BUDGET_FEN });
  if (typed.ok) return typed.amountFen;
  context.addIssue({ code: "custom", message: YUAN_MESSAGES[typed.reason] });
  return z.NEVER;
});

/** What may be left empty; what is typed is held to its schema and complained about in its words. */
const orNull = <T>(schema: z.ZodType<T, string>) =>
  z
    .string()
    .trim()
    .default("")
    .transform((text, context): T | null => {
      if (text === "") return null;
      const given = schema.safeParse(text);
      if (given.success) return given.data;
      context.addIssue({ code: "custom", message: given.error.issues[0]?.message ?? "errForm" });
      return z.NEVER;
    });

const needed = (max: number, missing: string) =>
  z.string(missing).trim().min(1, missing).max(max, "errTooLong");
const optional = (max: number) => z.string().trim().max(max, "errTooLong").default("");

/** Rich text keeps its line breaks; a browser sends them as CRLF. */
const richNeeded = (missing: string) =>
  z
    .string(missing)
    .transform((text) => text.replace(/\r\n?/g, "\n").trim())
    .pipe(z.string().min(1, missing).max(MAX_STORY, "errTooLong"));
const richOptional = z
  .string()
  .default("")
  .transform((text) => text.replace(/\r\n?/g, "\n").trim())
  .pipe(z.string().max(MAX_STORY_EN, "errTooLong"));
const day = z
  .string("errDay")
  .regex(/^\d{4}-\d{2}-\d{2}$/, "errDay")
  .refine((text) => !Number.isNaN(Date.parse(`${text}T00:00:00Z`)), "errDay");

const uuid = z.uuid("errForm");

/** The fields of the national project form (supplement §4), with the limits that its page can show. */
export const projectFormSchema = z
  .object({
    fundId: z.string().regex(/^[0-9a-z]{8}$/, "errForm"),
    formId: uuid,
    title: needed(40, "errTitle"),
    titleEn: optional(80),
    lead: needed(100, "errLead"),
    leadEn: optional(200),
    story: richNeeded("errStory"),
    storyEn: richOptional,
    projectNo: z.string().trim().toUpperCase().max(40, "errTooLong").default(""),
    isPublicCampaign: z.enum(["yes", "no"], "errPublic").transform((word) => word === "yes"),
    beneficiaryGroup: z.enum(BENEFICIARY_GROUPS, "errGroup"),
    beneficiaries: needed(200, "errBeneficiaries"),
    beneficiariesEn: optional(400),
    category: z.enum(FUND_CATEGORIES, "errCategory"),
    workingMode: z.enum(WORKING_MODES, "errMode"),
    divisionCode: z.string("errPlace").regex(/^\d{6,12}$/, "errPlace"),
    startsOn: day,
    endsOn: day,
    goal: orNull(typedYuan),
    surplus: needed(800, "errSurplus"),
    surplusEn: optional(1_600),
    amountHint: optional(100),
    amountHintEn: optional(200),
    why: optional(300),
  })
  .superRefine((value, context) => {
    if (value.endsOn <= value.startsOn)
      context.addIssue({ code: "custom", path: ["endsOn"], message: "errEndsOn" });
  });

export const whySchema = z.object({ formId: uuid, why: needed(300, "errWhy") });

export const budgetFormSchema = z.object({ formId: uuid, why: optional(300) });
export const budgetLineSchema = z.object({
  code: z.string().max(60).default(""),
  name: needed(40, "errLineName"),
  nameEn: optional(80),
  planned: typedYuan,
});

export const milestoneFormSchema = z
  .object({
    formId: uuid,
    title: needed(80, "errMilestone"),
    titleEn: optional(160),
    dueOn: day,
    targetKind: z.enum(["done", "amount", "count"], "errTarget"),
    targetFen: orNull(typedYuan),
    targetCount: orNull(z.string().regex(/^[1-9]\d{0,7}$/, "errCount")),
    unit: optional(20),
  })
  .superRefine((value, context) => {
    if (value.targetKind === "amount" && value.targetFen === null)
      context.addIssue({ code: "custom", path: ["targetFen"], message: "errAmount" });
    if (value.targetKind === "count" && value.targetCount === null)
      context.addIssue({ code: "custom", path: ["targetCount"], message: "errCount" });
  });

export const reportFormSchema = z.object({
  formId: uuid,
  milestoneId: uuid,
  reachedOn: day,
  reachedFen: orNull(typedYuan),
  reachedCount: orNull(z.string().regex(/^\d{1,8}$/, "errCount")),
  note: optional(300),
  noteEn: optional(600),
  isPublic: z.literal("yes").optional(),
});

export const progressFormSchema = z
  .object({
    formId: uuid,
    corrects: orNull(uuid),
    happenedOn: day,
    title: needed(60, "errEntryTitle"),
    titleEn: optional(120),
    body: richNeeded("errBody"),
    bodyEn: richOptional,
    correctionNote: optional(300),
  })
  .superRefine((value, context) => {
    if (value.corrects !== null && value.correctionNote === "")
      context.addIssue({ code: "custom", path: ["correctionNote"], message: "errCorrectionNote" });
  });

export const pictureFormSchema = z.object({
  alt: needed(120, "errAlt"),
  altEn: optional(240),
  consent: z.enum(PICTURE_CONSENTS, "errConsent"),
});

export const endFormSchema = z
  .object({
    formId: uuid,
    handling: z.enum(SURPLUS_HANDLINGS, "errHandling"),
    toFundId: orNull(z.string().regex(/^[0-9a-z]{8}$/, "errToFund")),
    notice: needed(500, "errNotice"),
    noticeEn: optional(1_000),
  })
  .superRefine((value, context) => {
    if (value.handling !== "none-left" && value.toFundId === null)
      context.addIssue({ code: "custom", path: ["toFundId"], message: "errToFund" });
  });
