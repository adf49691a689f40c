// Imports one statement file and prints how long it took and how much memory at most: { seconds, peakMegabytes }.
import { readFileSync } from "node:fs";
import { importStatement } from "#app/features/payments/import-statement.server.ts";
import type { StatementSource } from "#app/features/payments/statements/statement.ts";
import { closeDatabase } from "#app/lib/db.server.ts";

const [organizationId = "", source = "", file = ""] = process.argv.slice(2);
const startedAt = performance.now();
const outcome = await importStatement({
  organizationId,
  source: source as StatementSource,
  account: null,
  fileName: "bench.csv",
  bytes: readFileSync(file),
  origin: "upload",
  userId: null,
  now: new Date(),
});
const seconds = (performance.now() - startedAt) / 1000;
if (!outcome.ok) throw new Error(`the statement was refused: ${JSON.stringify(outcome)}`);
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
await closeDatabase();
console.log(JSON.stringify({ seconds, peakMegabytes }));
