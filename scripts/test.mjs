// npm test [-- --only STEP[,STEP…]] [-- PATH…]: everything that must hold, from a fresh clone.
import { installPackages, loadTypeScript, requireNode } from "./bootstrap.mjs";

requireNode("test");
await installPackages("test");
await loadTypeScript();
const { runChecks } = await import("./checks/run.ts");
await runChecks(process.argv.slice(2));
