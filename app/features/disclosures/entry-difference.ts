import { diffArrays } from "diff";

/** A run of text that both versions have, or only the newer (added) or the older one (removed). */
export interface DifferencePart {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Amounts, days and percentages stay whole: "8,112" becomes "8,346", not "346". */
const FIGURE = /[¥$]?\d[\d,.:%/-]*/u;
const PIECES = new RegExp(`(${FIGURE.source}|\\n)`, "u");
const WORDS = new Intl.Segmenter("zh-Hans", { granularity: "word" });
/** Past this many changed words a word-by-word difference helps nobody: the whole text is shown as replaced. */
const LONGEST_EDIT = 4_000;

/** What changed from one text to the next, word by word, in Chinese and in English. */
export function differenceOf(before: string, after: string): DifferencePart[] {
  const changes = diffArrays(tokensOf(before), tokensOf(after), { maxEditLength: LONGEST_EDIT });
  if (!changes)
    return [
      { kind: "removed", text: before },
      { kind: "added", text: after },
    ];
  return calmed(
    changes.map(({ added, removed, value }) => ({
      kind: added ? "added" : removed ? "removed" : "same",
      text: value.join(""),
    })),
  );
}

/** Shorter than this, what stands the same between two changes is chance and only breaks them up. */
const SHORTEST_SAME = 3;

/** Joins changes that hardly anything separates, each with what was taken out first and what was put in after. */
function calmed(parts: readonly DifferencePart[]): DifferencePart[] {
  const calm: DifferencePart[] = [];
  let removed = "";
  let added = "";
  const flush = (): void => {
    if (removed !== "") calm.push({ kind: "removed", text: removed });
    if (added !== "") calm.push({ kind: "added", text: added });
    removed = "";
    added = "";
  };
  for (const [at, part] of parts.entries()) {
    const isChance =
      part.kind === "same" &&
      part.text.length < SHORTEST_SAME &&
      !part.text.includes("\n") &&
      removed + added !== "" &&
      at < parts.length - 1;
    if (part.kind === "same" && !isChance) {
      flush();
      calm.push(part);
      continue;
    }
    if (part.kind !== "added") removed += part.text;
    if (part.kind !== "removed") added += part.text;
  }
  flush();
  return calm;
}

/** Every token of a text, in order; joined they are the text. */
function tokensOf(text: string): string[] {
  return text
    .split(PIECES)
    .flatMap((piece) =>
      piece === ""
        ? []
        : PIECES.test(piece)
          ? [piece]
          : [...WORDS.segment(piece)].map(({ segment }) => segment),
    );
}
