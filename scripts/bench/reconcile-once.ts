// Reconciles one organization and prints how long it took and how much memory at most: { seconds, peakMegabytes }.
import { reconcileOrganization } from "#app/features/reconciliation/reconcile-organization.server.ts";
import { closeDatabase } from "#app/lib/db.server.ts";

const startedAt = performance.now();
await reconcileOrganization(process.argv[2] ?? "", new Date());
const seconds = (performance.now() - startedAt) / 1000;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
await closeDatabase();
console.log(JSON.stringify({ seconds, peakMegabytes }));
