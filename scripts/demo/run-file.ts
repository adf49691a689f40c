import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Child, signalQuietly } from "../services/child.ts";
import { Failure } from "../services/failure.ts";

/** A process as it can be told again later: its id may have gone to another program, its start time not. */
interface Trace {
  name: string;
  pid: number;
  started: string;
}

interface RunNotes {
  demo: Trace;
  children: Trace[];
}

/**
 * `DATA_DIR/running.json`: who runs here. A second demo in the same folder is refused; what a killed one left
 * behind is stopped.
 */
export class RunFile {
  private readonly file: string;
  private readonly children: Trace[] = [];

  constructor(dataDir: string) {
    this.file = join(dataDir, "running.json");
  }

  /** Fails when a demo runs here; ends what an earlier one left behind. */
  async claim(): Promise<void> {
    if (existsSync(this.file)) {
      const notes: RunNotes = JSON.parse(readFileSync(this.file, "utf8"));
      if (isSame(notes.demo))
        throw new Failure(
          `a demo already runs with this DATA_DIR (process ${notes.demo.pid}); stop it first, or set PORT and DATA_DIR`,
        );
      for (const child of notes.children) await end(child);
    }
    this.save();
  }

  add(child: Child): void {
    this.children.push({ name: child.name, pid: child.pid, started: startTime(child.pid) });
    this.save();
  }

  release(): void {
    rmSync(this.file, { force: true });
  }

  private save(): void {
    const demo = { name: "demo", pid: process.pid, started: startTime(process.pid) };
    writeFileSync(this.file, JSON.stringify({ demo, children: this.children } satisfies RunNotes, null, 2));
  }
}

async function end(trace: Trace): Promise<void> {
  const signal = trace.name === "PostgreSQL" ? "SIGINT" : "SIGTERM";
  if (isSame(trace)) signalQuietly(trace.pid, signal);
  for (let tries = 0; tries < 100 && isSame(trace); tries += 1) await wait(100);
  if (isSame(trace)) signalQuietly(-trace.pid, "SIGKILL");
}

function isSame(trace: Trace): boolean {
  return trace.started !== "" && startTime(trace.pid) === trace.started;
}

/** When a process started, in the system's own words; empty when there is none (or only its zombie). */
function startTime(pid: number): string {
  if (process.platform !== "linux")
    return spawnSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).stdout.trim();
  const file = `/proc/${pid}/stat`;
  if (!existsSync(file)) return "";
  // The second field, the name in brackets, may hold spaces: count from behind it.
  const fields = readFileSync(file, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return fields[0] === "Z" ? "" : (fields[19] ?? "");
}
