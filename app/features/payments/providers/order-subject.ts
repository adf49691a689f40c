const MOST_CHARACTERS = 100;

/**
 * A subject that every provider takes and that survives Alipay's bill, a CSV without quotes: no / = & % or
 * quotation marks, no emoji, no half-width comma, no control characters.
 */
export function cleanSubject(subject: string): string {
  const cleaned = subject
    .normalize("NFC")
    .replace(/\p{Extended_Pictographic}|\u200d|\ufe0f|[\u{1F1E6}-\u{1F1FF}]|[\u{1F3FB}-\u{1F3FF}]/gu, "")
    .replace(/,/g, "，")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}/=&%#+?\\|<>"'`]/gu, " ")
    .replace(/\s+/g, " ")
    .trim();
  return [...cleaned].slice(0, MOST_CHARACTERS).join("").trim() || "捐赠";
}
