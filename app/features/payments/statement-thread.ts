import { parentPort, workerData } from "node:worker_threads";
import { invariant } from "#app/lib/invariant.ts";
import type { ReadOptions } from "./statements/read-statement.ts";
import type { StatementError, StatementSource, StatementSummary } from "./statements/statement.ts";
import { type RowBatch, scanBatches } from "./statements/statement-batch.ts";

/** What the thread is started with. */
export interface ThreadTask {
  source: StatementSource;
  options: ReadOptions;
  limits: { batchRows: number; keptCharacters: number };
  bytes: Uint8Array;
}

/** What it says: the verdict on the whole file, then a batch for every "next", then the end. */
export type ThreadMessage =
  | { kind: "verdict"; ok: true; summary: StatementSummary }
  | { kind: "verdict"; ok: false; errors: StatementError[] }
  | { kind: "batch"; batch: RowBatch }
  | { kind: "end" };

/** Reads one file in a thread of its own; the next batch is made ready while the last one is being stored. */
function readFile(task: ThreadTask): void {
  const port = parentPort;
  invariant(port !== null, "statement-thread.ts runs in a thread");
  const say = (message: ThreadMessage) => port.postMessage(message);
  const scan = scanBatches(task.source, task.bytes, task.options, task.limits);
  if (!scan.ok) {
    say({ kind: "verdict", ok: false, errors: scan.errors });
    port.close();
    return;
  }
  say({ kind: "verdict", ok: true, summary: scan.summary });
  const batches = scan.batches()[Symbol.iterator]();
  let ready: IteratorResult<RowBatch> | null = null;
  port.on("message", () => {
    ready ??= batches.next();
    if (ready.done === true) {
      say({ kind: "end" });
      port.close();
      return;
    }
    say({ kind: "batch", batch: ready.value });
    ready = batches.next();
  });
}

readFile(workerData as ThreadTask);
