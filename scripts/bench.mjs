// npm run bench [-- name] [-- --json] [-- --full]: benchmarks; ratios within one run, never a timed test.
import { installPackages, loadTypeScript, requireNode } from "./bootstrap.mjs";

requireNode("bench");
await installPackages("bench");
await loadTypeScript();
const { runBenchmarks } = await import("./bench/run.ts");
await runBenchmarks(process.argv.slice(2));
