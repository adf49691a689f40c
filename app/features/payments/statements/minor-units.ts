/**
 * A decimal with any number of places to whole hundredths: "100.50000" is 10050. Null if something is left
 * below a hundredth, or if it is no plain number: what a currency does not have is never rounded away.
 */
export function readHundredths(text: string, mark: "." | ","): bigint | null {
  const [whole = "", decimals = "", ...more] = text.split(mark);
  if (more.length > 0 || !/^\d{1,18}$/.test(whole) || !/^\d{0,10}$/.test(decimals)) return null;
  if (!/^0*$/.test(decimals.slice(2))) return null;
  return BigInt(whole) * 100n + BigInt(decimals.slice(0, 2).padEnd(2, "0"));
}
