import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Failure } from "./failure.ts";

export interface ChildOptions {
  name: string;
  command: string;
  args: string[];
  logFile: string;
  /** Added to our own environment. */
  env?: Record<string, string | undefined>;
  cwd?: string;
  /** Run as this user (only root may ask for it). */
  user?: { uid: number; gid: number };
  /** What asks the program to stop politely; PostgreSQL's "fast" shutdown is SIGINT. */
  stopSignal?: NodeJS.Signals;
}

export interface Child {
  name: string;
  pid: number;
  logFile: string;
  /** Resolves once, when the process has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  isRunning(): boolean;
  /** Asks politely, waits, then kills the whole group. Safe to call twice. */
  stop(graceMs?: number): Promise<void>;
}

let setprivPath: string | null | undefined;

/**
 * util-linux' setpriv can ask the kernel to signal the child when its parent dies, so that even `kill -9`
 * of the parent leaves nothing running. Where it is missing (macOS) the pid files do that work later.
 */
function setpriv(): string | null {
  if (setprivPath === undefined) {
    const found = ["/usr/bin/setpriv", "/bin/setpriv"].find((path) => existsSync(path)) ?? null;
    const works = found && spawnSync(found, ["--pdeathsig", "TERM", "--", "true"]).status === 0;
    setprivPath = works ? found : null;
  }
  return setprivPath;
}

/** Starts a long-running program in a process group of its own (a Ctrl-C meant for us must not reach it first). */
export function startChild(options: ChildOptions): Child {
  const stopSignal = options.stopSignal ?? "SIGTERM";
  mkdirSync(dirname(options.logFile), { recursive: true });
  const log = openSync(options.logFile, "a");
  const guard = setpriv();
  const command = guard ?? options.command;
  const args = guard
    ? ["--pdeathsig", stopSignal.replace("SIG", ""), "--", options.command, ...options.args]
    : options.args;
  const child: ChildProcess = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ["ignore", log, log],
    ...options.user,
  });
  closeSync(log);
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
  // A caller that never waits for the end must not be killed by a failed start.
  ended.catch(() => undefined);
  if (child.pid === undefined) throw new Failure(`${options.name} could not be started: ${options.command}`);
  const pid = child.pid;
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const stop = async (graceMs = 10_000) => {
    if (!isRunning()) return;
    signalQuietly(pid, stopSignal);
    const inTime = await Promise.race([ended.then(() => true), wait(graceMs, false, { ref: false })]);
    if (!inTime) signalQuietly(-pid, "SIGKILL");
    await ended;
    signalQuietly(-pid, "SIGKILL"); // grandchildren, should there be any
  };
  return { name: options.name, pid, logFile: options.logFile, ended, isRunning, stop };
}

/** Sends a signal; a process that is gone already is what we wanted. */
export function signalQuietly(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ESRCH") return;
    throw error;
  }
}

/** The end of a log for a message about a child that died, led by the lines that name the error where they stand earlier. */
export function lastLines(logFile: string, count = 15): string {
  if (!existsSync(logFile)) return "";
  const lines = readFileSync(logFile, "utf8").trimEnd().split("\n");
  const end = lines.slice(-count);
  const first = lines.findIndex((line) => /\b(\w*Error|failed)\b/.test(line));
  if (first < 0 || first >= lines.length - count) return end.join("\n");
  return [...lines.slice(first, Math.min(first + 4, lines.length - count)), "…", ...end].join("\n");
}

/** Waits until `ready` says so; fails when the child ends first or the time is over. */
export async function waitUntilReady(
  child: Child,
  ready: () => Promise<boolean>,
  timeoutMs: number,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (Date.now() < deadline) {
    if (!child.isRunning())
      throw new Failure(
        `${child.name} ended while starting; ${child.logFile} says:\n${lastLines(child.logFile)}`,
      );
    if (await ready()) return;
    await wait(50);
  }
  throw new Failure(
    `${child.name} was not ready after ${timeoutMs / 1000} s; ${child.logFile} says:\n${lastLines(child.logFile)}`,
  );
}
