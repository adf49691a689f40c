/**
 * A fundraising plan as the form of 2026 asks for it (慈善法 Art. 24; MCA Order 74 Art. 10; guideline 民发〔2025〕57号,
 * in force 2026-01-01). Pure: the form, the page, the PDF and the differences read the same fields.
 */

/**
 * Longest texts in characters. `form`: the limit that the ministry's form prints; `ours`: the form prints none,
 * so this only keeps a page readable.
 */
export const PLAN_TEXTS = {
  name: { most: 100, limit: "ours" },
  purpose: { most: 500, limit: "ours" },
  use: { most: 500, limit: "ours" },
  supportedProjects: { most: 100, limit: "form" },
  awayPlaces: { most: 200, limit: "ours" },
  methodOther: { most: 100, limit: "ours" },
  responsibleName: { most: 50, limit: "ours" },
  officeAddress: { most: 200, limit: "ours" },
  beneficiaryScope: { most: 200, limit: "form" },
  beneficiaryNumber: { most: 50, limit: "form" },
  beneficiaryMethod: { most: 200, limit: "form" },
  directAid: { most: 500, limit: "form" },
  staffPay: { most: 500, limit: "form" },
  administration: { most: 500, limit: "form" },
  fundraisingCost: { most: 800, limit: "form" },
  surplus: { most: 800, limit: "form" },
  otherNotes: { most: 500, limit: "ours" },
} as const satisfies Record<string, { most: number; limit: "form" | "ours" }>;
export type PlanText = keyof typeof PLAN_TEXTS;

/** 慈善法 Art. 23: boxes; performances, matches, sales, exhibitions, auctions, galas; media and internet; other. */
export const METHODS = ["box", "event", "online", "another"] as const;
export type Method = (typeof METHODS)[number];

/** An organization without the qualification, or a person (慈善法 Art. 26; Order 74 Art. 11). */
export const PARTNER_TYPES = ["organization", "individual"] as const;
export type PartnerType = (typeof PARTNER_TYPES)[number];

/** What the assessment of a partner covers (Order 74 Art. 18). */
export const ASSESSMENT_HEADS = ["credit", "capacity", "interest"] as const;
export type AssessmentHead = (typeof ASSESSMENT_HEADS)[number];

/** What the written agreement with a partner covers (Order 74 Art. 18). */
export const AGREEMENT_POINTS = [
  "campaign",
  "purpose",
  "period",
  "method",
  "money",
  "duties",
  "breach",
] as const;
export type AgreementPoint = (typeof AGREEMENT_POINTS)[number];

/** Papers of a person as partner (Order 74 Art. 11): that they were seen is recorded, never what stands in them. */
export const PARTNER_PAPERS = ["idCopy", "noCrime", "creditReport"] as const;
export type PartnerPaper = (typeof PARTNER_PAPERS)[number];

export const MOST_PARTNERS = 3;
export const PARTNER_TEXTS = { name: 100, credit: 300, capacity: 300, interest: 300 } as const;

export interface Partner {
  type: PartnerType;
  name: string;
  /** Organizations only: a person's number is never kept. */
  uscc: string | null;
  assessment: Record<AssessmentHead, string>;
  agreedOn: string;
  agreementCovers: AgreementPoint[];
  /** All income and spending through the charity's own account (慈善法 Art. 26). */
  moneyThroughCharity: boolean;
  papersSeen: PartnerPaper[];
}

/** Days are YYYY-MM-DD in China. Everything in here is handed in, and published as filed (Order 74 Art. 16). */
export interface FilingPlan extends Record<PlanText, string> {
  /** The projects it raises for; each may be given to while the filing is in force. */
  fundIds: string[];
  startsOn: string;
  endsOn: string;
  /** Public emergencies: file within 10 days after the start, at most a year (慈善法 Art. 73; Order 74 Arts. 10, 13). */
  isEmergency: boolean;
  /** Where it raises: a division by its code, null for the whole country over the internet. */
  divisionCode: string | null;
  methods: Method[];
  /** Boxes and events outside the registrar's area: also filed there (慈善法 Art. 23; Order 74 Art. 14). */
  isAway: boolean;
  awayFiledOn: string | null;
  /** Full-time staff of the charity (Order 74 Art. 10). */
  isResponsibleFullTime: boolean;
  bankAccountId: string;
  /** Expected money and goods, fen, in a year or in all if it is shorter. As text: JSON has no integers that large. */
  targetFen: string;
  partners: Partner[];
  /** 填报日期. */
  filledOn: string;
}

/** The texts in the order of the form; the others stand between them where the page puts them. */
export const PLAN_TEXT_NAMES = Object.keys(PLAN_TEXTS) as PlanText[];

/** Characters as the ministry's form counts them: a line break is one, a rare character is one. */
export const lengthOf = (text: string): number => [...text.replace(/\r\n/g, "\n")].length;
