// Posts every due day of consumption gifts and prints how long it took and how much memory at most: { seconds, peakMegabytes }.
import { postDueDays } from "#app/features/consumption/postings/post-days.server.ts";
import { closeDatabase } from "#app/lib/db.server.ts";

const startedAt = performance.now();
await postDueDays(new Date(process.argv[2] ?? ""));
const seconds = (performance.now() - startedAt) / 1000;
const peakMegabytes = process.resourceUsage().maxRSS / 1024;
await closeDatabase();
console.log(JSON.stringify({ seconds, peakMegabytes }));
