/** What a charity must publish or file. One kind has one form and one line of rules (duty-rules.ts). */
export const DUTY_KINDS = [
  "filing",
  "emergency-filing",
  "filing-amendment",
  "progress",
  "end-report",
  "emergency-receipts",
  "project-progress",
  "project-end",
  "surplus",
  "trust-report",
  "trust-settled",
  "annual-report",
  "foundation-report",
  "related-parties",
  "major-projects",
  "tax-report",
  "basic-info",
  "major-event",
  "related-event",
] as const;
export type DutyKind = (typeof DUTY_KINDS)[number];

export function isDutyKind(text: string): text is DutyKind {
  return (DUTY_KINDS as readonly string[]).includes(text);
}

/**
 * What an entry of each kind must say, in the order of the law; the clerk fills each part, and completeness counts
 * them. Sources: Order 81 Art. 4–6, 8–10, 12–15; the money itself is read off the ledger (FIGURE_KINDS) and these
 * parts explain it.
 */
export const DUTY_FIELDS = {
  filing: ["filingNo", "period"],
  "emergency-filing": ["filingNo", "period"],
  "filing-amendment": ["changedItems", "changeReason"],
  progress: ["received", "used", "next"],
  "end-report": ["received", "used", "unused", "partners"],
  "emergency-receipts": ["received", "used"],
  // 进展周期 is the duty's own; the other fields are those of the national platform's progress form.
  "project-progress": ["progressDone", "beneficiaryChoice", "fundsUsed", "effects", "next"],
  // Order 81 Art. 10; the closing form of the national platform adds effects and lessons.
  "project-end": [
    "content",
    "timeAndPlace",
    "beneficiaryChoice",
    "incomeSources",
    "fundsUsed",
    "executors",
    "effects",
    "lessons",
  ],
  surplus: ["unused", "surplusUse"],
  "trust-report": ["affairs", "finances"],
  "trust-settled": ["trustName", "trustee", "trustAmount"],
  "annual-report": ["activities", "assets", "projects", "fundraisingCost", "pay", "audit"],
  "foundation-report": ["submitted"],
  "related-parties": ["parties", "changes"],
  "major-projects": ["projects", "fundsUsed"],
  "tax-report": ["submitted", "spendRatio", "adminRatio"],
  "basic-info": ["charter", "bodies", "branches", "keyRelated", "contacts", "systems", "payStandards"],
  "major-event": ["eventContent", "eventAmount", "eventDecision"],
  "related-event": ["counterparty", "relation", "eventContent", "eventAmount", "pricing", "eventDecision"],
} as const satisfies Record<DutyKind, readonly string[]>;
export type DutyField = (typeof DUTY_FIELDS)[DutyKind][number];

/** Kinds whose money is read off the ledger: of the one fund, or of all funds for the organization's own. */
const FIGURE_KINDS: readonly DutyKind[] = [
  "progress",
  "end-report",
  "emergency-receipts",
  "project-progress",
  "project-end",
  "surplus",
  "trust-report",
  "annual-report",
  "major-projects",
];

export const hasFigures = (kind: string): boolean => FIGURE_KINDS.some((one) => one === kind);
