import { Worker } from "node:worker_threads";
import { singleton } from "#app/lib/singleton.server.ts";
import { sourceFile } from "#app/lib/source-file.server.ts";
import type { ThreadMessage, ThreadTask } from "./statement-thread.ts";
import type { ReadOptions } from "./statements/read-statement.ts";
import type { StatementError, StatementSource, StatementSummary } from "./statements/statement.ts";
import { type RowBatch, scanBatches } from "./statements/statement-batch.ts";

/**
 * Rows per statement of SQL: enough to be quick, little enough for memory; and how much of a file is kept after
 * it was validated (a larger one is read twice).
 */
const LIMITS = { batchRows: 5_000, keptCharacters: 100_000_000 };
/** Smaller files are read at once, in a few milliseconds; starting a thread takes longer. */
const SMALL_BYTES = 256 * 1024;
/** Files that are read at the same time; further ones wait. */
const MOST_THREADS = 2;
/** More than any file of 50 MiB needs; a thread that wants more is ended instead of the site. */
const THREAD_MEGABYTES = 1_536;

/** A file that is read: what it says of itself, and its rows once. `close` ends the thread, if there is one. */
export type StatementReading =
  | { ok: false; errors: StatementError[] }
  | { ok: true; summary: StatementSummary; batches: AsyncIterable<RowBatch> };

/**
 * Reads a statement and hands what it finds to `work`. A large file is read in a thread of its own, so that
 * this process goes on confirming gifts meanwhile. The first reading validates the whole file and keeps no row.
 */
export async function withReading<Result>(
  source: StatementSource,
  bytes: Uint8Array,
  options: ReadOptions,
  work: (reading: StatementReading) => Promise<Result>,
): Promise<Result> {
  if (bytes.length <= SMALL_BYTES) return work(readHere(source, bytes, options));
  return withSlot(async () => {
    const thread = startThread({ source, options, limits: LIMITS, bytes });
    try {
      return await work(await readInThread(thread));
    } finally {
      await thread.worker.terminate();
    }
  });
}

function readHere(source: StatementSource, bytes: Uint8Array, options: ReadOptions): StatementReading {
  const scan = scanBatches(source, bytes, options, LIMITS);
  if (!scan.ok) return scan;
  const { summary, batches } = scan;
  async function* each() {
    yield* batches();
  }
  return { ok: true, summary, batches: each() };
}

interface Thread {
  worker: Worker;
  /** The next thing that the thread says; rejects when it fails. */
  hear(): Promise<ThreadMessage>;
}

function startThread(task: ThreadTask): Thread {
  const worker = new Worker(sourceFile("app/features/payments/statement-thread.mjs"), {
    workerData: task,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: THREAD_MEGABYTES },
  });
  const said: ThreadMessage[] = [];
  let failure: Error | null = null;
  let wake = () => {};
  worker.on("message", (message: ThreadMessage) => {
    said.push(message);
    wake();
  });
  worker.on("error", (error) => {
    failure = error;
    wake();
  });
  worker.on("exit", (code) => {
    failure ??= new Error(`the reading thread ended with ${code}`);
    wake();
  });
  return {
    worker,
    hear: async () => {
      for (;;) {
        const message = said.shift();
        if (message !== undefined) return message;
        if (failure !== null) throw failure;
        await new Promise<void>((go) => {
          wake = go;
        });
      }
    },
  };
}

async function readInThread({ worker, hear }: Thread): Promise<StatementReading> {
  let verdict: ThreadMessage;
  try {
    verdict = await hear();
  } catch (error) {
    if (!isOutOfMemory(error)) throw error;
    const detail = "needs more memory than a statement of 50 MiB should";
    return { ok: false, errors: [{ line: null, reason: "too-large", detail }] };
  }
  if (verdict.kind !== "verdict") throw new Error(`the reading thread said ${verdict.kind} first`);
  if (!verdict.ok) return { ok: false, errors: verdict.errors };
  async function* batches() {
    for (;;) {
      worker.postMessage("next");
      const message = await hear();
      if (message.kind !== "batch") return;
      yield message.batch;
    }
  }
  return { ok: true, summary: verdict.summary, batches: batches() };
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

const slots = singleton("statement-slots", () => ({ taken: 0, waiting: [] as (() => void)[] }));

async function withSlot<Result>(work: () => Promise<Result>): Promise<Result> {
  if (slots.taken >= MOST_THREADS) await new Promise<void>((go) => slots.waiting.push(go));
  else slots.taken += 1;
  try {
    return await work();
  } finally {
    const next = slots.waiting.shift();
    // The place goes to the one who waits, or becomes free.
    if (next) next();
    else slots.taken -= 1;
  }
}
