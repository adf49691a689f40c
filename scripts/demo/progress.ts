const started = performance.now();

/** One line for each step, with the seconds since the start. */
export function say(line: string): void {
  process.stdout.write(`[${((performance.now() - started) / 1000).toFixed(1).padStart(5)} s] ${line}\n`);
}

/** Says every few seconds that a long step is still at work. */
export async function withHeartbeat<T>(what: string, work: Promise<T>): Promise<T> {
  const began = performance.now();
  const beat = setInterval(
    () => say(`  … ${what} (${Math.round((performance.now() - began) / 1000)} s)`),
    10_000,
  );
  try {
    return await work;
  } finally {
    clearInterval(beat);
  }
}
