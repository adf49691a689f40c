/**
 * 统一社会信用代码, GB 32100-2015: registrar, type, six digits of the place, nine of the organization (GB 11714),
 * check character. Some genuine codes of the first pilots fail the check, so a failed one is asked about and not
 * refused outright.
 */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** 3 to the power of the position, modulo 31. */
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const LENGTH = 18;

export type UsccVerdict = "right" | "wrong-length" | "wrong-sign" | "wrong-check";

/** As people copy it: without spaces, full-width forms folded, in capitals. */
export function normalUscc(text: string): string {
  return text.normalize("NFKC").replace(/[\s-]/g, "").toUpperCase();
}

/** What is wrong with a normalized code, if anything. */
export function checkUscc(code: string): UsccVerdict {
  if (code.length !== LENGTH) return "wrong-length";
  const values = [...code].map((sign) => ALPHABET.indexOf(sign));
  if (values.includes(-1)) return "wrong-sign";
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * (values[at] ?? 0), 0);
  // The second remainder matters: without it a sum divisible by 31 would ask for a sign that does not exist.
  return (31 - (sum % 31)) % 31 === values[LENGTH - 1] ? "right" : "wrong-check";
}
