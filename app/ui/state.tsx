import type { ReactNode } from "react";

export type Tone = "done" | "wait" | "warn" | "bad";

/** A bead and words: full is done, a ring waits, amber asks for a look, a red triangle is wrong. */
export function State({ tone = "done", children }: { tone?: Tone; children: ReactNode }) {
  return <span className={tone === "done" ? "state" : `state ${tone}`}>{children}</span>;
}
