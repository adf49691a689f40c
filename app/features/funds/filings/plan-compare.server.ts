import { diffWords } from "diff";
import type { Lang } from "#app/lib/i18n.ts";
import type { FilingPlan } from "./plan.ts";
import { type PlanReader, planRows } from "./plan-rows.ts";
import type { PlanNames } from "./queries.server.ts";

/** Text that both versions have, that only the earlier one had, or that only the later one has. */
export interface ComparedPiece {
  kind: "same" | "gone" | "new";
  text: string;
}

export interface ComparedRow {
  key: string;
  term: string;
  pieces: ComparedPiece[];
}

// Chinese has no spaces between its words; the platform's own segmenter finds them.
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** The lines of a plan that a later version says differently, word by word. The day it was filled in is none. */
export function comparePlans(
  before: FilingPlan,
  after: FilingPlan,
  names: PlanNames,
  lang: Lang,
  reader: PlanReader,
): ComparedRow[] {
  const earlier = new Map(planRows(before, names, lang, reader).map((row) => [row.key, row]));
  const later = new Map(planRows(after, names, lang, reader).map((row) => [row.key, row]));
  const keys = [...new Set([...earlier.keys(), ...later.keys()])].filter((key) => key !== "filledOn");
  return keys.flatMap((key) => {
    const [was, is] = [earlier.get(key)?.value ?? "", later.get(key)?.value ?? ""];
    const term = later.get(key)?.term ?? earlier.get(key)?.term ?? key;
    return was === is ? [] : [{ key, term, pieces: piecesOf(was, is) }];
  });
}

function piecesOf(was: string, is: string): ComparedPiece[] {
  return diffWords(was, is, { intlSegmenter: segmenter }).map(({ added, removed, value }) => ({
    kind: added ? "new" : removed ? "gone" : "same",
    text: value,
  }));
}
