/** Unified social credit codes of GB 32100-2015 with right check characters, for invented organizations. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
/** GB 11714, for the nine characters inside. */
const INNER_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2];

/** The check character of the eight before it; letters count from A = 10. */
function innerCheck(body: string): string {
  const sum = [...body].reduce(
    (total, sign, at) => total + Number.parseInt(sign, 36) * (INNER_WEIGHTS[at] ?? 0),
    0,
  );
  const check = 11 - (sum % 11);
  return check === 10 ? "X" : check === 11 ? "0" : String(check);
}

/** The eighteenth character. The second remainder matters: without it nothing stands for 31. */
export function usccCheck(first17: string): string {
  const sum = [...first17].reduce(
    (total, sign, at) => total + ALPHABET.indexOf(sign) * (WEIGHTS[at] ?? 0),
    0,
  );
  return ALPHABET[(31 - (sum % 31)) % 31] ?? "0";
}

/**
 * @param kind registrar and type: "51" association, "52" service organization, "53" foundation, "91" company,
 *   "11" state organ
 * @param division six digits of GB/T 2260
 * @param serial tells organizations of one place apart
 */
export function makeUscc(kind: string, division: string, serial: number): string {
  const inner = `${kind.startsWith("9") ? "MA" : "MJ"}${String(900_000 + serial).slice(-6)}`;
  const body = `${kind}${division}${inner}${innerCheck(inner)}`;
  return `${body}${usccCheck(body)}`;
}
