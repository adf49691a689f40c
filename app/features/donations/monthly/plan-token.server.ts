import { env } from "#app/lib/env.server.ts";
import { derivedText } from "#app/lib/ids.ts";

/** The donor's secret for one plan; like a gift's, it follows from the id, and only its hash is stored. */
export function planToken(planId: string): string {
  return derivedText(26, env().SESSION_SECRET, "monthly-token", planId);
}

/** The page of a plan as it is mailed to the donor. */
export function planLink(planId: string): string {
  return `${env().PUBLIC_URL}/monthly/${planId}?token=${planToken(planId)}`;
}
