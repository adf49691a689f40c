import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { Failure } from "./failure.ts";

/** Where a program is, on PATH or in Debian's system folders (which an ordinary user's PATH may lack). */
export function findProgram(name: string): string | undefined {
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/bin", "/usr/sbin", "/usr/local/bin"];
  return folders.map((folder) => join(folder, name)).find((path) => isExecutable(path));
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

interface SystemPackage {
  /** Debian's package name. */
  debian: string;
  isPresent(): boolean;
  /** How a person installs it where we cannot. */
  hint: string;
}

export const systemPackages = {
  "redis-server": {
    debian: "redis-server",
    isPresent: () => findProgram("redis-server") !== undefined,
    hint: "install Redis (Debian: sudo apt-get install redis-server; macOS: brew install redis) or set REDIS_URL",
  },
  chromium: {
    debian: "chromium",
    isPresent: () => findProgram("chromium") !== undefined,
    hint: "install Chromium (Debian: sudo apt-get install chromium)",
  },
  "fonts-noto-cjk": {
    debian: "fonts-noto-cjk",
    isPresent: () => existsSync("/usr/share/fonts/opentype/noto") || chineseFontKnown(),
    hint: "install a Chinese font (Debian: sudo apt-get install fonts-noto-cjk)",
  },
} satisfies Record<string, SystemPackage>;

export type SystemPackageName = keyof typeof systemPackages;

function chineseFontKnown(): boolean {
  const found = spawnSync("fc-list", [":lang=zh"], { encoding: "utf8" });
  return found.status === 0 && found.stdout.trim() !== "";
}

/** The path of a program that is needed now; installs it as root on Debian, else says how to. */
export function requireProgram(name: "redis-server" | "chromium"): string {
  ensureSystemPackages([name]);
  const program = findProgram(name);
  if (!program) throw new Failure(`${name} is missing: ${systemPackages[name].hint}`);
  return program;
}

/**
 * Sees to it that these are on the machine. As root on Debian the missing ones are installed by apt-get; on any
 * other machine one line says how to. `say` tells of the long step.
 */
export function ensureSystemPackages(
  names: SystemPackageName[],
  say: (line: string) => void = () => undefined,
): void {
  const missing = names.filter((name) => !systemPackages[name].isPresent());
  if (missing.length === 0) return;
  const aptGet = process.getuid?.() === 0 ? findProgram("apt-get") : undefined;
  if (!aptGet)
    throw new Failure(missing.map((name) => `${name} is missing: ${systemPackages[name].hint}`).join("; "));
  const wanted = missing.map((name) => systemPackages[name].debian);
  say(`installing ${wanted.join(", ")} with apt-get`);
  if (!install(aptGet, wanted)) {
    run(aptGet, ["update"]);
    if (!install(aptGet, wanted))
      throw new Failure(`apt-get could not install ${wanted.join(", ")}: ${lastError}`);
  }
  const still = missing.filter((name) => !systemPackages[name].isPresent());
  if (still.length > 0) throw new Failure(`still missing after apt-get install: ${still.join(", ")}`);
}

let lastError = "";

function install(aptGet: string, names: string[]): boolean {
  return run(aptGet, ["install", "-y", "--no-install-recommends", ...names]);
}

function run(aptGet: string, args: string[]): boolean {
  const release = keepServicesDown();
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    // What apt-get prints is the progress of a long step.
    const stdio = ["ignore", "inherit", "pipe"] as const;
    const result = spawnSync(aptGet, ["-q", ...args], {
      encoding: "utf8",
      env,
      stdio: [...stdio],
      timeout: 600_000,
    });
    lastError = (result.stderr || result.error?.message || "").trim().split("\n").at(-1) ?? "";
    return result.status === 0;
  } finally {
    release();
  }
}

/**
 * Debian starts a system-wide Redis when the package is installed. Ours is private and stops with us, so the
 * machine's policy on starting services says no for as long as apt-get runs (unless the machine has its own).
 */
function keepServicesDown(): () => void {
  const policy = "/usr/sbin/policy-rc.d";
  if (existsSync(policy)) return () => undefined;
  writeFileSync(policy, "#!/bin/sh\nexit 101\n", { mode: 0o755 });
  return () => rmSync(policy, { force: true });
}
