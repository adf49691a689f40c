import { z } from "zod";
import type { FundTerms } from "#app/features/ledger/fund-terms.ts";

/**
 * The money of a report, in the order of the page. received = raised + otherIn; used is split into the project
 * (disbursed) and other (fees), as Order 81 Art. 8 asks; unused is what the fund still has, whatever it waits for.
 */
export const FIGURE_TERMS = [
  "raised",
  "otherIn",
  "disbursed",
  "delivered",
  "fees",
  "refunded",
  "otherOut",
  "unused",
] as const;
export type FigureTerm = (typeof FIGURE_TERMS)[number];

const fen = z.string().regex(/^-?\d+$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/**
 * Figures as they stand in a published version: numbers with their source, so that anybody can ask the ledger again.
 * Fen are text, because JSON numbers would pass through a float.
 */
export const lockedFiguresSchema = z.strictObject({
  funds: z.array(z.string()),
  /** First day of the period; null: there is only the sum from the beginning. */
  fromDay: day.nullable(),
  /** Last accounting day that is counted. */
  throughDay: day,
  /** When the ledger was read, RFC 3339. */
  asOf: z.string(),
  /** Transfers with a public index below this are counted. */
  transferIndex: z.string().regex(/^\d+$/),
  rows: z.array(z.strictObject({ term: z.enum(FIGURE_TERMS), totalFen: fen, periodFen: fen.nullable() })),
});
export type LockedFigures = z.infer<typeof lockedFiguresSchema>;

/** Figures as the column holds them; what another program wrote there is no figures. */
export function readFigures(json: unknown): LockedFigures | null {
  const parsed = lockedFiguresSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
}

/** A row of figures out of the ledger's terms. */
export function figureRows(
  total: FundTerms & { delivered: bigint },
  period: (FundTerms & { delivered: bigint }) | null,
): LockedFigures["rows"] {
  const fenOf = (terms: FundTerms & { delivered: bigint }, term: FigureTerm): bigint =>
    term === "unused" ? terms.available + terms.held + terms.committed : terms[term];
  return FIGURE_TERMS.map((term) => ({
    term,
    totalFen: String(fenOf(total, term)),
    // What is left has no period: it is a state.
    periodFen: period === null || term === "unused" ? null : String(fenOf(period, term)),
  }));
}

export interface MovedFigure {
  term: FigureTerm;
  column: "total" | "period";
  beforeFen: bigint;
  afterFen: bigint;
}

/** What two readings of the same days say differently: something was booked into them in between. */
export function movedFigures(before: LockedFigures, after: LockedFigures): MovedFigure[] {
  return after.rows.flatMap((row): MovedFigure[] => {
    const old = before.rows.find(({ term }) => term === row.term);
    const moved: MovedFigure[] = [];
    if (old && old.totalFen !== row.totalFen)
      moved.push({
        term: row.term,
        column: "total",
        beforeFen: BigInt(old.totalFen),
        afterFen: BigInt(row.totalFen),
      });
    if (old?.periodFen != null && row.periodFen !== null && old.periodFen !== row.periodFen)
      moved.push({
        term: row.term,
        column: "period",
        beforeFen: BigInt(old.periodFen),
        afterFen: BigInt(row.periodFen),
      });
    return moved;
  });
}
