/** `6950` → `"69.50%"`: ten-thousandths as people read them. */
export function percentE4(e4: number): string {
  const whole = Math.trunc(Math.abs(e4) / 100);
  const rest = String(Math.abs(e4) % 100).padStart(2, "0");
  return `${e4 < 0 ? "−" : ""}${whole}.${rest}%`;
}

/** A limit without needless zeros: `7000` → `"70%"`, `650` → `"6.5%"`. */
export const limitE4 = (e4: number): string => percentE4(e4).replace(/\.?0+%$/, "%");

export const ratiosHref = (slug: string, year?: number): string =>
  `/organizations/${encodeURIComponent(slug)}/ratios${year === undefined ? "" : `?year=${year}`}`;

/** The audit report behind a year's registered figures, for everybody. */
export const auditHref = (slug: string, year: number): string =>
  `/organizations/${encodeURIComponent(slug)}/ratios/audit/${year}`;
