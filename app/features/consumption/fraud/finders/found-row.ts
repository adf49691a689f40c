import { type Finding, type Found, findingSchema, type SignalKind } from "../signal.ts";

/** One finding as a query gives it; `mark` tells the subjects of one agreement apart. */
export interface FoundRow {
  agreementId: string;
  mark: string;
  code: string;
  figures: unknown;
  links: unknown[];
}

/** Findings of one subject together, each with so many links at most. */
export function foundOf(kind: SignalKind, rows: readonly FoundRow[], mostLinks: number): Found[] {
  const bySubject = new Map<string, Found>();
  for (const { agreementId, mark, code, figures, links } of rows) {
    const finding: Finding = findingSchema.parse({ code, figures, links: links.slice(0, mostLinks) });
    const subject = `${agreementId}.${mark}`;
    const found = bySubject.get(subject);
    if (found) found.evidence.push(finding);
    else bySubject.set(subject, { kind, subject, agreementId, evidence: [finding] });
  }
  return [...bySubject.values()];
}
