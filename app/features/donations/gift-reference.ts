/**
 * The reference that a donor writes on a bank transfer: "MS", seven characters and a check character, shown as
 * "MS 4HKT 9PQX". The alphabet leaves out what looks or sounds alike (0 O, 1 I L, 2 Z, 5 S, 6 G, 8 B); it has
 * 23 characters, a prime, so the weighted check finds every single wrong character and every two that changed
 * places, also beside the check character.
 */
const ALPHABET = "3479ACDEFHJKMNPQRTUVWXY";
const BODY_LENGTH = 7;
const PREFIX = "MS";

const WHOLE = new RegExp(`^${PREFIX}[${ALPHABET}]{${BODY_LENGTH + 1}}$`);

/** The reference whose body follows from some bytes (at least seven), for instance an HMAC of the gift's id. */
export function giftReference(bytes: Uint8Array): string {
  const values = Array.from({ length: BODY_LENGTH }, (_, i) => (bytes[i] ?? 0) % ALPHABET.length);
  return `${PREFIX}${values.map((value) => ALPHABET[value]).join("")}${checkCharacter(values)}`;
}

/** Weights 1 to 7, all different and none zero modulo the prime 23. */
function checkCharacter(values: readonly number[]): string {
  const sum = values.reduce((total, value, index) => total + value * (index + 1), 0);
  return ALPHABET[sum % ALPHABET.length] ?? "";
}

/** Whether it is a reference as we store it, with the right check character. */
export function isGiftReference(text: string): boolean {
  if (!WHOLE.test(text)) return false;
  const body = text.slice(PREFIX.length, PREFIX.length + BODY_LENGTH);
  return checkCharacter([...body].map((character) => ALPHABET.indexOf(character))) === text.at(-1);
}

/** In groups of four, for the eye and the hand: "MS 4HKT 9PQX". */
export function groupedReference(reference: string): string {
  return reference.replace(/^(MS)(.{4})(.+)$/, "$1 $2 $3");
}

/**
 * Every rightly written reference in what a payer wrote (summary, purpose), in order, each once. Spaces, hyphens,
 * case, full-width characters and words around it do not matter.
 */
export function readReferences(text: string): string[] {
  const plain = text
    .normalize("NFKC")
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, "");
  const found = plain.match(new RegExp(`${PREFIX}[${ALPHABET}]{${BODY_LENGTH + 1}}`, "g")) ?? [];
  return [...new Set(found.filter(isGiftReference))];
}

/**
 * The same in SQL, as a set of rows `(reference)`; the check character is not looked at, because what is
 * found is compared with stored references.
 */
export function referencesSql(textExpression: string): string {
  return `(select distinct found[1] as reference from regexp_matches(
    regexp_replace(upper(normalize(coalesce(${textExpression}, ''), NFKC)), '[^0-9A-Z]', '', 'g'),
    '(${PREFIX}[${ALPHABET}]{${BODY_LENGTH + 1}})', 'g') as found)`;
}
