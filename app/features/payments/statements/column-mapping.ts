import { createHash } from "node:crypto";
import { z } from "zod";
import {
  type BankLayout,
  COLUMN_ROLES,
  type ColumnPlaces,
  type Delimiter,
  isComplete,
  plainName,
} from "./bank-layout.ts";
import { DATE_FORMS } from "./bank-moment.ts";

const MOST_COLUMNS = 100;
const place = z
  .int()
  .min(0)
  .max(MOST_COLUMNS - 1);
const word = z.string().trim().min(1).max(20);

/** How a person said that a bank's list is to be read; remembered for every file with the same header. */
export const columnMappingSchema = z
  .strictObject({
    columns: z.partialRecord(z.enum(COLUMN_ROLES), place),
    dateForm: z.enum(DATE_FORMS),
    inWords: z.array(word).max(12),
    outWords: z.array(word).max(12),
    negativeDebit: z.enum(["reversal", "sign"]),
    isReferenceUnique: z.boolean(),
  })
  .refine(({ columns }) => isComplete(columns), { path: ["columns"], message: "incomplete" })
  .refine(({ columns }) => hasNoTwice(columns), { path: ["columns"], message: "twice" })
  .refine(({ inWords, outWords }) => !inWords.some((one) => outWords.includes(one)), {
    path: ["inWords"],
    message: "same-words",
  });
export type ColumnMapping = BankLayout;

function hasNoTwice(columns: ColumnPlaces): boolean {
  const used = Object.values(columns);
  return new Set(used).size === used.length;
}

/**
 * What a header is known by: its names in their order and what stands between them. A bank that changes its
 * columns is asked about again.
 */
export function headerSignature(header: { delimiter: Delimiter; cells: readonly string[] }): string {
  return createHash("sha256")
    .update(`${header.delimiter}\u001e${header.cells.map(plainName).join("\u001f")}`)
    .digest("hex")
    .slice(0, 32);
}
