import { env } from "#app/lib/env.server.ts";
import { derivedText } from "#app/lib/ids.ts";

/** The asker's secret for one enquiry. It follows from the id, so that only its hash is stored. */
export function enquiryToken(enquiryId: string): string {
  return derivedText(26, env().SESSION_SECRET, "enquiry-token", enquiryId);
}

/** What a person reads out to the charity; it opens nothing by itself. */
export function enquiryReference(enquiryId: string): string {
  return `Q${derivedText(8, env().SESSION_SECRET, "enquiry-reference", enquiryId).toUpperCase()}`;
}
