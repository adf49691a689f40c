import { log } from "#app/lib/log.server.ts";

const SAY_AGAIN_MS = 60_000;

const lastSaidMs = new Map<string, number>();
let unsaid = 0;

/**
 * Does something that is only watched, counted or measured: whatever goes wrong in it, now or later, never
 * reaches the caller. A failure is logged once a minute; a log that fails as well is only counted.
 *
 * @returns a promise that never rejects, for tests and for what must be over before a process ends.
 */
export async function quietly(what: string, work: () => unknown): Promise<void> {
  try {
    await work();
  } catch (error) {
    say(what, error);
  }
}

/** How many failures could not even be logged. */
export const unsaidFailures = (): number => unsaid;

function say(what: string, error: unknown): void {
  try {
    const now = Date.now();
    if (now - (lastSaidMs.get(what) ?? 0) < SAY_AGAIN_MS) return;
    lastSaidMs.set(what, now);
    log.warn({ what, err: error }, "could not be observed");
  } catch {
    unsaid += 1;
  }
}
