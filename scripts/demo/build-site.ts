import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { lockCheckout } from "../bootstrap.mjs";
import { projectRoot } from "../services/place.ts";
import { runToEnd } from "./run-to-end.ts";

const inputs = [
  "app",
  "public",
  "prisma/schema.prisma",
  "package-lock.json",
  "remix.config.js",
  "tsconfig.json",
  "vite.config.ts",
];
const stampFile = join(projectRoot, "build/.built-from");

/** Builds the site unless what it is built from is unchanged. Gives what happened, in words. */
export async function buildSite(logFile: string): Promise<string> {
  const release = await lockCheckout();
  try {
    const stamp = inputHash();
    if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return "site is built already";
    await runToEnd({
      name: "build",
      command: process.execPath,
      args: ["node_modules/@remix-run/dev/dist/cli.js", "vite:build"],
      logFile,
      env: { NODE_ENV: "production", VITEST: undefined },
      cwd: projectRoot,
    });
    writeFileSync(stampFile, stamp);
    return "site built";
  } finally {
    release();
  }
}

function inputHash(): string {
  const hash = createHash("sha256");
  for (const input of inputs)
    for (const file of filesUnder(input))
      hash.update(`${file}\0`).update(readFileSync(join(projectRoot, file)));
  return hash.digest("hex");
}

function filesUnder(path: string): string[] {
  const full = join(projectRoot, path);
  if (!existsSync(full)) return [];
  if (!statSync(full).isDirectory()) return [path];
  if (path === "app/lib/prisma-client") return []; // made from the schema, which is hashed
  return readdirSync(full)
    .sort()
    .flatMap((name) => filesUnder(`${path}/${name}`));
}
