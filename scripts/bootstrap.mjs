// What must work before node_modules exists: plain JavaScript, Node's own modules only.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const lockFile = join(root, "package-lock.json");
const stampFile = join(root, "node_modules/.installed-from");

/** Leaves with one clear line where Node is too old. @param {string} command */
export function requireNode(command) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`${command}: Node ${process.versions.node} is too old, 20.19 or later is needed\n`);
  process.exit(1);
}

/** Installs the packages when they are missing or other than package-lock.json says. @param {string} command */
export async function installPackages(command) {
  const release = await lockCheckout();
  try {
    const lock = readFileSync(lockFile);
    const stamp = createHash("sha256").update(lock).digest("hex");
    if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;
    if (!installedMatches(JSON.parse(lock.toString("utf8")))) {
      process.stdout.write("installing packages (npm ci), about a minute\n");
      await npmCi(command);
    }
    writeFileSync(stampFile, stamp);
  } finally {
    release();
  }
}

/** @param {{ packages: Record<string, { version?: string, optional?: boolean, devOptional?: boolean, link?: boolean }> }} lock */
function installedMatches(lock) {
  const hidden = join(root, "node_modules/.package-lock.json");
  if (!existsSync(hidden)) return false;
  const installed = JSON.parse(readFileSync(hidden, "utf8")).packages;
  return Object.entries(lock.packages).every(
    ([path, { version, optional, devOptional }]) =>
      path === "" || optional || devOptional || installed[path]?.version === version,
  );
}

/** @param {string} command */
async function npmCi(command) {
  const child = spawn("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    // Naming any executable as Prisma's engine keeps its install script from the network.
    env: { ...process.env, NODE_ENV: "development", PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data) => (output += data));
  const stop = () => child.kill("SIGTERM");
  for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, stop);
  const started = Date.now();
  const beat = setInterval(
    () => process.stdout.write(`  … ${Math.round((Date.now() - started) / 1000)} s\n`),
    15_000,
  );
  const code = await new Promise((resolve) => {
    child.once("error", (error) => {
      output += error.message;
      resolve(1);
    });
    child.once("close", resolve);
  });
  clearInterval(beat);
  for (const signal of ["SIGINT", "SIGTERM"]) process.removeListener(signal, stop);
  if (code === 0) return;
  process.stderr.write(`${output.trimEnd().split("\n").slice(-15).join("\n")}\n${command}: npm ci failed\n`);
  process.exit(1);
}

/** From here on TypeScript files can be imported. */
export async function loadTypeScript() {
  const { register } = await import("tsx/esm/api");
  register();
}

/** One process at a time installs, generates and builds in this checkout; a dead holder's lock is taken over. */
export async function lockCheckout() {
  const folder = join(root, ".cache");
  const file = join(folder, "checkout.lock");
  mkdirSync(folder, { recursive: true });
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
    }
    const holder = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (holder > 0 && !isAlive(holder)) rmSync(file, { force: true });
    else await wait(200);
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === "EPERM";
  }
}
