const began = performance.now();

const seconds = (sinceMs: number): string => ((performance.now() - sinceMs) / 1000).toFixed(1);

/** Does one step and says what came of it and how long it took. */
export async function step<T>(name: string, work: () => Promise<T>, tell: (done: T) => string): Promise<T> {
  const startedMs = performance.now();
  const done = await work();
  process.stdout.write(`${name}: ${tell(done)} (${seconds(startedMs)} s, ${seconds(began)} s in all)\n`);
  return done;
}

/** Runs work on every item, some at once, and keeps the order of the answers. */
export async function eachAtOnce<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const answers: R[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++)
      answers[index] = await work(items[index] as T);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  return answers;
}
