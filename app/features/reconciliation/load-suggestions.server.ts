import { z } from "zod";
import { decodeCursor, encodeCursor } from "#app/lib/cursor.server.ts";
import { confirmSuggestions, MOST_DECIDED, rejectSuggestions } from "./decide-suggestions.server.ts";
import type { ReconciliationReader } from "./reconciliation-access.server.ts";
import { countSuggestions, listSuggestions } from "./suggestion-queries.server.ts";
import type { SuggestionsPageData, SuggestionsProblem } from "./suggestions-page.tsx";

const PATH = "/workspace/reconciliation/suggestions";
const SHOWN = 50;

const countOf = (text: string | null): number => (text !== null && /^\d{1,4}$/.test(text) ? Number(text) : 0);

/** A page of proposed matches, and what the last decision did. */
export async function loadSuggestions(reader: ReconciliationReader, url: URL): Promise<SuggestionsPageData> {
  const key = decodeCursor(url.searchParams.get("cursor"), 2);
  const id = z.uuid().safeParse(key?.[1]);
  const after =
    key && id.success && /^\d{1,3}$/.test(key[0] ?? "") ? { score: Number(key[0]), id: id.data } : null;
  const [suggestions, total] = await Promise.all([
    listSuggestions(reader.organization.id, { after, limit: SHOWN + 1 }),
    countSuggestions(reader.organization.id),
  ]);
  const last = suggestions[SHOWN - 1];
  const separator = reader.query === "" ? "?" : "&";
  const cursor = last ? encodeCursor([last.score.toString(), last.id]) : "";
  const { organization, userName, role, mayUpload, query } = reader;
  return {
    reader: { organization, userName, role, mayUpload, query },
    suggestions: suggestions.slice(0, SHOWN),
    total,
    next:
      suggestions.length > SHOWN ? `${PATH}${query}${separator}cursor=${encodeURIComponent(cursor)}` : null,
    done: {
      confirmed: countOf(url.searchParams.get("confirmed")),
      rejected: countOf(url.searchParams.get("rejected")),
      stale: countOf(url.searchParams.get("stale")),
    },
  };
}

const decisionSchema = z.object({
  intent: z.enum(["confirm", "reject"]),
  suggestion: z.array(z.uuid()).max(MOST_DECIDED),
});

/** What the form says, done; the address to go to next, or the problem to show. */
export async function decideFromForm(
  form: FormData,
  reader: ReconciliationReader,
  now: Date,
): Promise<{ ok: true; to: string } | { ok: false; problem: SuggestionsProblem }> {
  const given = decisionSchema.safeParse({
    intent: form.get("intent"),
    suggestion: form.getAll("suggestion"),
  });
  if (!given.success) return { ok: false, problem: "too-many" };
  const { intent, suggestion: suggestionIds } = given.data;
  if (suggestionIds.length === 0) return { ok: false, problem: "nothing" };
  const decision = { organizationId: reader.organization.id, userId: reader.userId, suggestionIds, now };
  const result = await (intent === "confirm" ? confirmSuggestions(decision) : rejectSuggestions(decision));
  if (!result.ok) return { ok: false, problem: result.reason };
  const query = new URLSearchParams(reader.query);
  query.set(intent === "confirm" ? "confirmed" : "rejected", result.doneCount.toString());
  if (result.staleCount > 0) query.set("stale", result.staleCount.toString());
  return { ok: true, to: `${PATH}?${query}` };
}
