import { z } from "zod";

/** What a signal may be about, in the order in which kinds are shown. */
export const SIGNAL_KINDS = [
  "told-twice",
  "brushed",
  "far-from-declared",
  "still-shown",
  "merchant-paid",
  "owing-again",
  "paid-by-another",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

/** `asked`: the charity waits for the enterprise; `upheld`: the bureau looked and agrees. */
export const SIGNAL_STATES = ["open", "asked", "decided", "upheld"] as const;
export type SignalState = (typeof SIGNAL_STATES)[number];

/** What a person of the charity may decide. Only a suspension is seen by the public. */
export const SIGNAL_DECISIONS = ["cleared", "return-orders", "suspended", "told-bureau"] as const;
export type SignalDecision = (typeof SIGNAL_DECISIONS)[number];

/** What the bureau's officer may say about a decision. */
export const BUREAU_LOOKS = ["upheld", "look-again"] as const;
export type BureauLook = (typeof BUREAU_LOOKS)[number];

export type SignalStep = "asked" | SignalDecision | BureauLook;

/** Who reads signals, and where the pages are. */
export const SIGNALS_AT = {
  charity: "/workspace/consumption/signals",
  bureau: "/supervision/signals",
} as const;
export type SignalSide = keyof typeof SIGNALS_AT;

/** What a finding may name, so that somebody can open it. */
export const EVIDENCE_LINKS = ["order", "disbursement", "statement", "shop"] as const;

/** What was found: a code, the figures it rests on (fen and counts as text), and the rows behind it by id. */
export const findingSchema = z.object({
  code: z.enum([
    "same-sale",
    "number-other-campaign",
    "number-other-content",
    "same-amount",
    "at-night",
    "returned-soon",
    "too-fast",
    "sold-less",
    "sold-more",
    "shop-open",
    "still-sending",
    "payee-is-merchant",
    "payee-of-merchant",
    "invoice-of-merchant",
    "overdue",
    "other-payer",
  ]),
  figures: z.record(z.string(), z.union([z.string(), z.number()])),
  links: z.array(z.object({ kind: z.enum(EVIDENCE_LINKS), id: z.string() })),
});
export type Finding = z.infer<typeof findingSchema>;
export type FindingCode = Finding["code"];
export const evidenceSchema = z.array(findingSchema).min(1);

/** What a finder gives: a subject that stays the same however often it is found. */
export interface Found {
  kind: SignalKind;
  /** Unique within its kind: an agreement with a day, a month, a payment. */
  subject: string;
  agreementId: string;
  evidence: Finding[];
}

/** So many rows are named in one finding at most; its figures say how many there are. */
export const MOST_LINKS = 60;
