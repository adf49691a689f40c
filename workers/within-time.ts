/**
 * Waits for work, but not for ever: after the time it throws, and the work goes on unwatched.
 *
 * @param onTooLate called before it throws
 */
export async function withinTime<T>(
  work: Promise<T>,
  timeoutMs: number,
  what: string,
  onTooLate?: () => void,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      onTooLate?.();
      reject(new Error(`${what} took longer than ${timeoutMs} ms`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
