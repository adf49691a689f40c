import { z } from "zod";
import { ORGANIZATION_FORMS, PUBLIC_ORGANIZATION_KINDS } from "./kinds.ts";

/**
 * What stands on the record of an organization, and whose acceptance a change of it needs. `bureau`: it takes
 * effect when a bureau officer has accepted it, because it rests on the registrar's, the tax office's or the
 * assessor's paper. `at-once`: the organization answers for it alone; 慈善组织信息公开办法 (Order 81) Art. 4, 5 and
 * 16 ask it to publish such a change within 30 days.
 */
export const FACT_RULES = {
  name: "bureau",
  nameEn: "at-once",
  kind: "bureau",
  form: "bureau",
  uscc: "bureau",
  usccOverrideReason: "bureau",
  registrar: "bureau",
  divisionCode: "bureau",
  registeredOn: "bureau",
  qualification: "bureau",
  taxStatus: "bureau",
  assessment: "bureau",
  people: "at-once",
  relatedParties: "at-once",
  contact: "at-once",
  summary: "at-once",
  summaryEn: "at-once",
} as const;
export type FactKey = keyof typeof FACT_RULES;
export const FACT_KEYS = Object.keys(FACT_RULES) as FactKey[];

/** Whether any of these facts takes effect only after a bureau officer accepted it. */
export const needsBureau = (fields: readonly FactKey[]): boolean =>
  fields.some((field) => FACT_RULES[field] === "bureau");

/** Offices of a charity's bodies, in the order of lists: the board, the supervisors, who manages. */
export const OFFICES = [
  "chair",
  "vice-chair",
  "director",
  "chief-supervisor",
  "supervisor",
  "secretary-general",
  "manager",
] as const;
export type Office = (typeof OFFICES)[number];

/** 重要关联方 of Order 81 Art. 5. */
export const RELATIONS = ["founder", "main-donor", "manager", "invested", "controlled"] as const;
export type Relation = (typeof RELATIONS)[number];

export const GRADES = ["1A", "2A", "3A", "4A", "5A"] as const;

const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** A day that is in the calendar: 31 February is none. */
export const isDay = (text: string): boolean =>
  DAY.test(text) &&
  !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);

const daySchema = z.string().refine(isDay);

export const personSchema = z.strictObject({
  name: z.string().min(1).max(60),
  office: z.enum(OFFICES),
  termFrom: daySchema.nullable(),
  termTo: daySchema.nullable(),
  isFullTime: z.boolean(),
  isFromOutside: z.boolean(),
  comesFrom: z.string().max(120),
  relativeOf: z.string().max(60),
});
export type OrganizationPersonFacts = z.output<typeof personSchema>;

export const relatedPartySchema = z.strictObject({
  name: z.string().min(1).max(120),
  relation: z.enum(RELATIONS),
});
export type RelatedPartyFacts = z.output<typeof relatedPartySchema>;

/** The record of an organization: everything that its versions keep. Days are YYYY-MM-DD in China. */
export const factsSchema = z.strictObject({
  name: z.string().min(2).max(80),
  nameEn: z.string().max(160),
  kind: z.enum(PUBLIC_ORGANIZATION_KINDS),
  form: z.enum(ORGANIZATION_FORMS).nullable(),
  uscc: z.string().nullable(),
  usccOverrideReason: z.string().nullable(),
  registrar: z.string().nullable(),
  divisionCode: z.string(),
  registeredOn: daySchema.nullable(),
  qualification: z
    .strictObject({ certificateNo: z.string(), from: daySchema, to: daySchema.nullable() })
    .nullable(),
  taxStatus: z.strictObject({ from: daySchema, to: daySchema.nullable() }).nullable(),
  assessment: z
    .strictObject({ grade: z.enum(GRADES), announcedOn: daySchema.nullable(), validTo: daySchema.nullable() })
    .nullable(),
  people: z.array(personSchema).max(60),
  relatedParties: z.array(relatedPartySchema).max(60),
  contact: z.string().max(200),
  summary: z.string().max(300),
  summaryEn: z.string().max(600),
});
export type OrganizationFacts = z.output<typeof factsSchema>;

/** The facts that two records tell differently. */
export function changedFacts(before: OrganizationFacts, after: OrganizationFacts): FactKey[] {
  return FACT_KEYS.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
}

/** `before` with some facts of `after`. */
export function withFacts(
  before: OrganizationFacts,
  after: OrganizationFacts,
  fields: readonly FactKey[],
): OrganizationFacts {
  const taken = fields.map((field) => [field, after[field]] as const);
  return { ...before, ...Object.fromEntries(taken) };
}

export function isFactKey(text: string): text is FactKey {
  return (FACT_KEYS as readonly string[]).includes(text);
}
