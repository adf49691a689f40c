import type { Child } from "../services/child.ts";

/** Everything this process has started and that has not ended. */
export const alive = new Set<Child>();

let closing = false;

/** Watches over a child from now on; while everything is being stopped, a new one is stopped at once. */
export function watchOver(child: Child): Child {
  alive.add(child);
  if (closing) void child.stop(0);
  return child;
}

/** Stops all, youngest first: the web before the database it speaks to. Safe to call twice. */
export async function stopAll(graceMs: number): Promise<void> {
  closing = true;
  while (alive.size > 0) {
    for (const child of [...alive].reverse()) {
      await child.stop(graceMs);
      alive.delete(child);
    }
  }
}
