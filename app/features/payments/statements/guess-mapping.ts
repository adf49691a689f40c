import type { BankHead } from "./bank-head.ts";
import { type BankLayout, columnsByName, IN_WORDS, isComplete, OUT_WORDS } from "./bank-layout.ts";
import { DATE_FORMS, readBankMoment } from "./bank-moment.ts";
import { readBankRows } from "./bank-rows.ts";
import type { Detection } from "./detect-statement.ts";

type List = NonNullable<Detection["list"]>;

/**
 * A first proposal for a list that nobody has explained yet: columns by their names, the form of the dates by
 * the first rows, and of directions and signs whichever makes the running balance hold.
 */
export function guessLayout(list: List): BankLayout {
  const columns = columnsByName(list.header.cells);
  const dates = list.rows.map(({ cells }) => cells[columns.date ?? -1] ?? "").filter((text) => text !== "");
  const dateForm =
    DATE_FORMS.find(
      (form) => dates.length > 0 && dates.every((text) => readBankMoment(text, form) !== null),
    ) ?? "ymd";
  const isReferenceUnique = columns.reference !== undefined && hasNoTwins(list, columns.reference);
  const base = { columns, dateForm, isReferenceUnique };
  const words = directionWords(list, columns.direction);
  const candidates = words.flatMap(({ inWords, outWords }) =>
    (["reversal", "sign"] as const).map(
      (negativeDebit): BankLayout => ({ ...base, inWords, outWords, negativeDebit }),
    ),
  );
  const [first = { ...base, inWords: IN_WORDS, outWords: OUT_WORDS, negativeDebit: "reversal" as const }] =
    candidates;
  return candidates.find((layout) => holds(list, layout)) ?? first;
}

function hasNoTwins(list: List, place: number): boolean {
  const values = list.rows.map(({ cells }) => cells[place] ?? "");
  return values.every((text) => text.length >= 6) && new Set(values).size === values.length;
}

/** The words that stand in the column; for words of no known meaning either way round. */
function directionWords(list: List, place: number | undefined): { inWords: string[]; outWords: string[] }[] {
  if (place === undefined) return [{ inWords: [], outWords: [] }];
  const found = [...new Set(list.rows.map(({ cells }) => (cells[place] ?? "").toLowerCase()))].filter(
    Boolean,
  );
  const inWords = found.filter((word) => IN_WORDS.includes(word));
  const outWords = found.filter((word) => OUT_WORDS.includes(word));
  const [one, other] = found.filter((word) => !inWords.includes(word) && !outWords.includes(word)).sort();
  if (one === undefined) return [{ inWords, outWords }];
  return [
    { inWords: [...inWords, one], outWords: [...outWords, ...(other === undefined ? [] : [other])] },
    { inWords: [...inWords, ...(other === undefined ? [] : [other])], outWords: [...outWords, one] },
  ];
}

function holds(list: List, layout: BankLayout): boolean {
  if (!isComplete(layout.columns)) return false;
  const head: BankHead = { ...list.head, openingFen: null, closingFen: null };
  const lines = list.rows.map(({ lineNo, text }) => ({ lineNo, text }));
  const reading = readBankRows({ source: "bank-generic", head, header: list.header, layout }, lines);
  let step = reading.next();
  while (step.done !== true) step = reading.next();
  return step.value.ok;
}
