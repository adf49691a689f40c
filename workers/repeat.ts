import { setTimeout as sleep } from "node:timers/promises";
import { log } from "#app/lib/log.server.ts";

export type Repetition = {
  /** Lets the present round end, then no other begins. */
  stop(): Promise<void>;
};

const LONGEST_PAUSE_MS = 10_000;

/**
 * Does a piece of work again and again, never twice at once. After a failure the pauses grow, so that a
 * database or queue that is down is not stormed, and it goes on as soon as they are back.
 *
 * @param work true when more is waiting, so that the next round begins at once
 */
export function repeat(name: string, everyMs: number, work: () => Promise<boolean>): Repetition {
  const stopped = new AbortController();
  let failures = 0;
  const done = (async () => {
    while (!stopped.signal.aborted) {
      let isMoreWaiting = false;
      try {
        isMoreWaiting = await work();
        if (failures > 0) log.info({ loop: name, failures }, "works again");
        failures = 0;
      } catch (error) {
        failures += 1;
        if (failures === 1) log.warn({ loop: name, err: error }, "failed, will be tried again");
      }
      if (!isMoreWaiting)
        await pause(Math.min(everyMs * 2 ** failures, LONGEST_PAUSE_MS + everyMs), stopped.signal);
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await done;
    },
  };
}

/** Waits, or less long if the signal fires. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await sleep(ms, undefined, { signal }).catch((error: Error) => {
    if (error.name !== "AbortError") throw error;
  });
}
