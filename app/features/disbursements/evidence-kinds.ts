/** What may be attached as evidence, and how much of it. */
export const MAX_EVIDENCE_BYTES = 10 * 1024 * 1024;
export const EVIDENCE_KINDS = ["invoice", "bank-slip", "signed-list", "photo", "contract", "misc"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

/** For the file field. */
export const EVIDENCE_ACCEPT = ".pdf,.png,.jpg,.jpeg,.webp,.csv,.xlsx";
