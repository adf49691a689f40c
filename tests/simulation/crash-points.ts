import pg from "pg";

/**
 * A process that dies between two statements. `before`: the statement never reached the database. `after`: it
 * did, and nobody heard the answer; of a commit this is the case in which everything was done all the same.
 */
export type CrashMode = "before" | "after";

export class SimulatedCrash extends Error {
  constructor(statement: number, mode: CrashMode) {
    super(`simulated crash ${mode} statement ${statement}`);
  }
}

type Query = (this: pg.Client, ...given: unknown[]) => unknown;
type Callback = (error: Error | null, result?: unknown) => void;

let planned: { after: number; mode: CrashMode } | null = null;
let passed = 0;
/** What a dead process had open: every further statement fails, so that the pool throws the connection away. */
const dead = new WeakMap<pg.Client, SimulatedCrash>();
const prototype = pg.Client.prototype as unknown as { query: Query };
const query = prototype.query;

/** Puts the crash points into every connection of this test process; `restore` takes them out again. */
export function installCrashPoints(): { restore(): void } {
  prototype.query = function (...given) {
    const known = dead.get(this);
    if (known) return refuse(given, known);
    if (!planned) return query.apply(this, given);
    passed += 1;
    if (passed !== planned.after) return query.apply(this, given);
    const crash = new SimulatedCrash(passed, planned.mode);
    const { mode } = planned;
    planned = null;
    dead.set(this, crash);
    if (mode === "before") return refuse(given, crash);
    return applyUnheard(this, given, crash);
  };
  return {
    restore: () => {
      prototype.query = query;
    },
  };
}

function refuse(given: unknown[], crash: Error): unknown {
  const callback = given.at(-1);
  if (typeof callback !== "function") return Promise.reject(crash);
  process.nextTick(callback as Callback, crash);
  return undefined;
}

function applyUnheard(client: pg.Client, given: unknown[], crash: Error): unknown {
  const callback = given.at(-1);
  if (typeof callback !== "function")
    return (query.apply(client, given) as Promise<unknown>).then(() => Promise.reject(crash));
  return query.apply(client, [...given.slice(0, -1), () => (callback as Callback)(crash)]);
}

/**
 * Runs `work` and lets the process die at its `statement`-th statement, counted from 1.
 *
 * @returns "finished" where the work took fewer statements, else "crashed". Any other error is thrown.
 */
export async function crashAt(
  statement: number,
  mode: CrashMode,
  work: () => Promise<unknown>,
): Promise<"finished" | "crashed"> {
  planned = { after: statement, mode };
  passed = 0;
  try {
    await work();
    return "finished";
  } catch (error) {
    if (isCrash(error)) return "crashed";
    throw error;
  } finally {
    planned = null;
  }
}

/** Libraries between may wrap it. */
function isCrash(error: unknown): boolean {
  for (let at: unknown = error; at instanceof Error; at = at.cause) {
    if (at instanceof SimulatedCrash || at.message.includes("simulated crash")) return true;
  }
  return false;
}
