// npm run demo [-- --reset]: everything from a fresh clone to a running site with play money.
import { installPackages, loadTypeScript, requireNode } from "./bootstrap.mjs";

const options = process.argv.slice(2);
const unknown = options.find((option) => option !== "--reset");
if (unknown) {
  process.stderr.write(`demo: there is no option ${unknown}; npm run demo -- --reset begins anew\n`);
  process.exit(1);
}
requireNode("demo");
await installPackages("demo");
await loadTypeScript();
const { runDemo } = await import("./demo/run.ts");
await runDemo({ reset: options.includes("--reset") });
