const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const CHECKS = "10X98765432";
const ADULT_YEARS = 18;

/** An ID number as it is compared: no spaces, full-width digits narrowed, X large. */
export function plainIdNumber(text: string): string {
  return text.normalize("NFKC").replace(/\s/g, "").toUpperCase();
}

/** Whether it has the shape of a citizen's ID number (GB 11643-1999), whatever its check digit. */
export const isIdNumberShaped = (plain: string): boolean =>
  /^\d{17}[\dX]$/.test(plain) && birthDayOf(plain) !== null;

/** Whether the check digit fits (GB 11643-1999). Real cards with a wrong one exist: it warns, it does not refuse. */
export function idCheckDigitFits(plain: string): boolean {
  if (!/^\d{17}[\dX]$/.test(plain)) return false;
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * Number(plain[at]), 0);
  return CHECKS[sum % 11] === plain[17];
}

/** The day of birth in an ID number, `"1954-03-02"`; null where those digits are no day. */
export function birthDayOf(plain: string): string | null {
  const day = `${plain.slice(6, 10)}-${plain.slice(10, 12)}-${plain.slice(12, 14)}`;
  const read = new Date(`${day}T00:00:00.000Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(day) ? day : null;
}

/** Under 18 on this day in China (民法典 Art. 17). */
export function isMinorOn(birthDay: string, day: string): boolean {
  const comesOfAge = `${Number(birthDay.slice(0, 4)) + ADULT_YEARS}${birthDay.slice(4)}`;
  return day < comesOfAge;
}
