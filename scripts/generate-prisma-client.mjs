// Generates the Prisma client (app/lib/prisma-client) from prisma/schema.prisma.
// Generating needs no engine, but Prisma's command line refuses to start without one and would try to download
// it; naming any executable file keeps it from the network.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stampFile = join(root, "app/lib/prisma-client/.generated-from");
const inputs = ["prisma/schema.prisma", "node_modules/prisma/package.json"].map((path) =>
  readFileSync(join(root, path)),
);
const stamp = inputs.reduce((hash, input) => hash.update(input), createHash("sha256")).digest("hex");

if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp && !process.argv.includes("--force")) {
  process.exit(0);
}
const result = spawnSync(process.execPath, [join(root, "node_modules/prisma/build/index.js"), "generate"], {
  cwd: root,
  encoding: "utf8",
  env: {
    ...process.env,
    PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
    PRISMA_HIDE_UPDATE_MESSAGE: "1",
    CHECKPOINT_DISABLE: "1",
  },
});
if (result.status !== 0) {
  process.stderr.write(`${result.stdout}${result.stderr}`);
  process.stderr.write("generate: prisma generate failed\n");
  process.exit(1);
}
mkdirSync(dirname(stampFile), { recursive: true });
writeFileSync(stampFile, stamp);
