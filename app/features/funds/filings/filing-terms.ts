/**
 * The days and the places in which a fund may be raised for, as its filings say. Pure; the rows come with
 * `FILING_TERMS_SQL`, so that every rule about giving reads the same ones.
 */
export interface FilingTerm {
  filingNo: string | null;
  /** YYYY-MM-DD in China, both included; null: open. */
  from: string | null;
  to: string | null;
  /** The division raised in, with everything below it; null: the whole country over the internet. */
  divisionCode: string | null;
}

/** The filings of fund `f` that are in force at some time, in the order of their days: JSON of FilingTerm[]. */
export const FILING_TERMS_SQL = `
  coalesce((select json_agg(json_build_object('filingNo', g.filing_no, 'from', c.starts_on, 'to', c.ends_on,
                                              'divisionCode', c.division_code) order by c.starts_on)
            from filing_cover c join filing g on g.id = c.filing_id
            where c.fund_id = f.id and c.superseded_at is null), '[]')`;

/** The term that holds on a day; terms of one fund never overlap. */
export function termOn(terms: readonly FilingTerm[], day: string): FilingTerm | null {
  return terms.find(({ from, to }) => (from === null || from <= day) && (to === null || day <= to)) ?? null;
}

/** Whether a division lies in what a filing names: codes of GB/T 2260 are longer the smaller the place. */
export function covers(term: FilingTerm, divisionCode: string): boolean {
  if (term.divisionCode === null) return true;
  return divisionCode.startsWith(placeOf(term.divisionCode));
}

/** "330100" and "3301" are the same city, "330000" and "33" the same province. */
function placeOf(code: string): string {
  return /^\d{6}$/.test(code) ? code.replace(/(?:00){1,2}$/, "") : code;
}
