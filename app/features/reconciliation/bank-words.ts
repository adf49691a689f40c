/** Names under which providers pay out to a bank, as a pattern of PostgreSQL. */
export const PAYS_OUT = "'支付宝|stripe'";

/** Everything a bank row says beside its money, as one text. */
export const rowText = (row: string): string =>
  `concat_ws(' ', ${row}.counterparty, ${row}.summary, ${row}.purpose)`;

/** Shorter words of a note (a year, a room number) name nothing. */
const SHORTEST_REFERENCE = 6;

/**
 * What a bank row may name: its own key, the bank's and the merchant's reference, its whole note, and every
 * word of letters, digits, - and _ in its note. A lateral query over `row` with one text column `reference`.
 */
export const rowReferences = (row: string): string => `(
  select distinct reference from (
    select unnest(array[${row}.row_key, ${row}.provider_object_id, ${row}.merchant_reference, trim(${row}.purpose)])
    union all
    select (regexp_matches(concat_ws(' ', ${row}.purpose, ${row}.summary), '[A-Za-z0-9_-]{${SHORTEST_REFERENCE},}', 'g'))[1]
  ) said(reference) where length(reference) >= ${SHORTEST_REFERENCE})`;

/**
 * A name made comparable: without the account number that statements print behind it, without spaces,
 * brackets and punctuation, in small letters. Empty where there is none.
 */
export const plainName = (text: string): string =>
  `lower(regexp_replace(regexp_replace(coalesce(${text}, ''), '[[:space:]]+[0-9*]{6,}$', ''),
    '[[:space:][:punct:]（）【】，。、：；·－]+', '', 'g'))`;
