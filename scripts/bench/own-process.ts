import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { projectRoot } from "../services/place.ts";
import type { BenchPlace } from "./place.ts";

export interface Spent {
  seconds: number;
  /** The most memory that the process ever had. */
  peakMegabytes: number;
}

/** Runs a script of this folder in a process of its own; its last line says what it spent. `isKilled`: it ends itself. */
export async function runInOwnProcess<S extends Spent = Spent>(
  place: BenchPlace,
  script: string,
  args: string[],
  { isKilled = false } = {},
): Promise<S> {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/bench/${script}`, ...args], {
    cwd: projectRoot,
    env: { ...process.env, ...place.env },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) lines.push(line);
  const [code] = await exited;
  if (code !== (isKilled ? null : 0)) throw new Error(`scripts/bench/${script} ended with ${code}`);
  return JSON.parse(lines.at(-1) ?? "{}") as S;
}
