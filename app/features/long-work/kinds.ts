/**
 * The kinds of long work and where the result of one is found. A new kind is one line here and one sentence
 * `kind_<kind>` in the namespace `work`; its failure codes are `fail_<code>` there, with what to do about it.
 */
export const WORK_KINDS = {
  "make-certificates": () => "/workspace/receipts/certificates",
  "pay-batch": (subjectId: string) => `/workspace/payment-batches/${subjectId}`,
  "take-aid-list": (subjectId: string) => `/workspace/aid/lists/${subjectId}`,
  "take-order-list": (subjectId: string) => `/workspace/sales/upload/${subjectId}`,
  "build-export": (subjectId: string) => `/workspace/exports/${subjectId}`,
} as const satisfies Record<string, (subjectId: string) => string>;
export type WorkKind = keyof typeof WORK_KINDS;

export function isWorkKind(kind: string): kind is WorkKind {
  return Object.hasOwn(WORK_KINDS, kind);
}

/** The page of what the work is about; null for a kind that this site no longer has. */
export function workSubjectHref(work: { kind: string; subjectId: string }): string | null {
  return isWorkKind(work.kind) ? WORK_KINDS[work.kind](encodeURIComponent(work.subjectId)) : null;
}

/** A page of running work looks again after so many seconds. */
export const LOOK_AGAIN_SECONDS = 4;
