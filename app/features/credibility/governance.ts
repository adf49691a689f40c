import { z } from "zod";

/**
 * What `organization.governance` (JSON) may say until these facts have tables of their own. Every fact stands
 * beside its evidence; a fact without evidence is not accepted. Amounts are integers in fen, days YYYY-MM-DD.
 */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const fen = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const count = z.number().int().nonnegative();

/**
 * Who stands behind a fact. `self` is the charity's word alone: such a fact counts half at most.
 * `registrar` civil affairs, `auditor` an audit or special report, `supervisor` its own supervisory board.
 */
export const evidenceSchema = z.object({
  id: z.string().min(1).max(80),
  title: z.string().min(1).max(200),
  titleEn: z.string().max(200).default(""),
  source: z.enum(["registrar", "auditor", "supervisor", "bank", "self"]),
  observedOn: day,
  /** Of the document. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable()
    .default(null),
  /** A path of this site or an https address. */
  href: z
    .string()
    .regex(/^(\/|https:\/\/)/)
    .nullable()
    .default(null),
  isPublic: z.boolean().default(true),
});
export type GovernanceEvidence = z.infer<typeof evidenceSchema>;

const fact = <Value extends z.ZodType>(value: Value) => z.object({ value, evidence: evidenceSchema });

/** The charity's books of one calendar year, as its audited annual report states them. */
const yearBooksSchema = z.object({
  year: z.number().int().min(2000).max(2200),
  totalIncomeFen: fen.optional(),
  donationIncomeFen: fen.optional(),
  totalExpenseFen: fen.optional(),
  adminExpenseFen: fen.optional(),
  fundraisingCostFen: fen.optional(),
  /** What the filed plans of the year allowed for fundraising. */
  filedFundraisingCostFen: fen.optional(),
  yearEndNetAssetsFen: fen.optional(),
});
export type YearBooks = z.infer<typeof yearBooksSchema>;

export const governanceSchema = z.object({
  /** Meetings of the board in the last calendar year; at least two. */
  boardMeetingsPerYear: fact(count).optional(),
  /** Directors from one or related organizations; at most a third (Order 74 Art. 5). */
  relatedDirectorsShare: fact(z.object({ related: count, directors: count.min(1) })).optional(),
  /** The supervisors' report of the last year is published. */
  supervisorReport: fact(z.boolean()).optional(),
  /** A policy on conflicts of interest is in force and published. */
  conflictPolicy: fact(z.boolean()).optional(),
  /** Every related-party dealing was published within 30 days (Order 81 Art. 14). */
  relatedPartyDisclosed: fact(z.boolean()).optional(),
  auditOpinion: fact(
    z.enum(["standard", "emphasis", "qualified", "adverse", "disclaimer", "none"]),
  ).optional(),
  /** Newest year first or in any order; one entry a year. */
  yearBooks: z.array(fact(yearBooksSchema)).default([]),
  /** 严重违法失信名单, 活动异常名录: true while listed. */
  seriousViolation: fact(z.boolean()).optional(),
  abnormalList: fact(z.boolean()).optional(),
  /** Administrative penalties, by the day of the decision. */
  penalties: z.array(fact(z.object({ decidedOn: day }))).default([]),
});
export type Governance = z.infer<typeof governanceSchema>;
/** As the seed or a form writes it: fields with defaults may be left out. */
export type GovernanceInput = z.input<typeof governanceSchema>;

/** Reads the column: what does not fit is no evidence, and the report says so instead of failing. */
export function readGovernance(json: unknown): { governance: Governance; isReadable: boolean } {
  const parsed = governanceSchema.safeParse(json ?? {});
  if (parsed.success) return { governance: parsed.data, isReadable: true };
  return { governance: governanceSchema.parse({}), isReadable: false };
}
