import { z } from "zod";
import { db } from "#app/lib/db.server.ts";

/** A recorded self-check. */
export interface LedgerCheckView {
  checkedAt: Date;
  durationMs: number;
  ok: boolean;
  results: { name: string; ok: boolean; offenders: string[] }[];
}

const resultsSchema = z.array(
  z.object({ name: z.string(), ok: z.boolean(), offenders: z.array(z.string()).default([]) }),
);

/** The last self-checks, newest first. */
export async function recentLedgerChecks(limit: number): Promise<LedgerCheckView[]> {
  const rows = await db.rows<Omit<LedgerCheckView, "results"> & { results: unknown }>(
    `select checked_at as "checkedAt", duration_ms as "durationMs", ok, results
     from ledger_check order by checked_at desc limit $1`,
    [limit],
  );
  return rows.map((row) => ({ ...row, results: resultsSchema.parse(row.results) }));
}

/** The last self-check; null before the first. */
export async function latestLedgerCheck(): Promise<LedgerCheckView | null> {
  return (await recentLedgerChecks(1))[0] ?? null;
}
