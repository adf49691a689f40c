import type { OrganizationFacts } from "./facts.ts";

/** The second sign of the codes that civil affairs gives, by legal form (GB 32100-2015). */
const TYPE_OF_FORM = { association: "1", "service-org": "2", foundation: "3" } as const;

export type CodeHint = "form" | "place";

/** Where a credit code tells something else than the record; both are worth a look and no ground to refuse. */
export function codeHints({ uscc, form, divisionCode }: OrganizationFacts): CodeHint[] {
  if (uscc === null) return [];
  const hints: CodeHint[] = [];
  if (form !== null && uscc.startsWith("5") && uscc[1] !== TYPE_OF_FORM[form]) hints.push("form");
  // Registered with the city, seated in one of its counties: the code names the registrar's place.
  const place = uscc.slice(2, 8);
  const own = divisionCode.slice(0, 6).padEnd(6, "0");
  if (place.slice(0, 4) !== own.slice(0, 4)) hints.push("place");
  return hints;
}
