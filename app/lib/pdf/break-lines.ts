/** Marks that may not begin a line, and marks that may not end one (GB/T 15834, W3C 中文排版需求 §3.1). */
const NEVER_FIRST = new Set("，。、；：！？）》」』】〉〕”’…—％%,.;:!?)]}·／/～");
const NEVER_LAST = new Set("（《「『【〈〔“‘¥￥([{#");

/** Letters, digits and the marks inside numbers, codes and addresses hold together as a word. */
const WORD = /[\p{Script=Latin}\p{N}\p{M}@&'_+=~^$*.,:/?%#−-]/u;

/** The smallest pieces that a line may be broken between. */
function piecesOf(text: string): string[] {
  const pieces: string[] = [];
  let last = "";
  for (const character of text) {
    const glued =
      (WORD.test(character) && last !== "" && WORD.test(last)) ||
      NEVER_FIRST.has(character) ||
      (last !== "" && NEVER_LAST.has(last)) ||
      character === " ";
    if (glued && pieces.length > 0) pieces[pieces.length - 1] += character;
    else pieces.push(character);
    last = character;
  }
  return pieces;
}

/** A word wider than the whole line (a hash, a web address) is cut where it must be. */
function cutWord(word: string, width: number, measure: (text: string) => number): string[] {
  const parts: string[] = [];
  let part = "";
  let filled = 0;
  for (const character of word) {
    const own = measure(character);
    if (part !== "" && filled + own > width) {
      parts.push(part);
      part = "";
      filled = 0;
    }
    part += character;
    filled += own;
  }
  return part === "" ? parts : [...parts, part];
}

/**
 * Sets a text in lines no wider than `width`. Chinese breaks between any two characters, except that a
 * closing mark never begins a line and an opening one never ends it; Latin words stay whole.
 * A newline in the text begins a new line. `measure` gives a text's width in the unit of `width`; the width
 * of two texts together must be the sum of theirs.
 */
export function breakLines(text: string, width: number, measure: (text: string) => number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    let filled = 0;
    for (const piece of piecesOf(paragraph)) {
      const own = measure(piece.trimEnd());
      if (filled + own > width) {
        if (line !== "") lines.push(line.trimEnd());
        const parts = own <= width ? [piece] : cutWord(piece, width, measure);
        lines.push(...parts.slice(0, -1));
        line = parts.at(-1) ?? "";
        filled = measure(line);
      } else {
        line += piece;
        filled += piece.endsWith(" ") ? measure(piece) : own;
      }
    }
    return [...lines, line.trimEnd()];
  });
}
