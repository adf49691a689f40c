import { createHash } from "node:crypto";
import { canonicalJson } from "#app/lib/canonical-json.ts";
import type { AgreementTerms } from "./agreement-terms.ts";

/** What both sides have before them: the same digest is the same words. */
export function termsSha256(terms: AgreementTerms): string {
  return createHash("sha256")
    .update(canonicalJson({ ...terms, amountFen: terms.amountFen.toString() }))
    .digest("hex");
}
