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
  return changes.map(({ added, removed, value }) => ({
    kind: added ? "added" : removed ? "removed" : "same",
    text: value.join(""),
  }));
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
