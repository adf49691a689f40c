// Streams one organization's gifts as a file to nowhere and prints what it took: { seconds, peakMegabytes, rowCount, sumFen, sizeBytes, sha256 }.
import { exportParts } from "#app/features/exports/write-csv.server.ts";
import { closeDatabase } from "#app/lib/db.server.ts";

const [organizationId = "", fromDay = "", toDay = ""] = process.argv.slice(2);
const startedAt = performance.now();
const parts = exportParts({ organizationId, kind: "gifts", fromDay, toDay, withDonors: true });
let step = await parts.next();
while (!step.done) step = await parts.next();
const seconds = (performance.now() - startedAt) / 1000;
const { rowCount, sums, sizeBytes, sha256 } = step.value;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
await closeDatabase();
console.log(
  JSON.stringify({ seconds, peakMegabytes, rowCount, sumFen: String(sums.get("CNY")), sizeBytes, sha256 }),
);
