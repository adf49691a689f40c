/**
 * A failure that the person at the terminal can act on: entry points print its one line and leave with
 * status 1, without a stack. Everything else is a bug and keeps its stack.
 */
export class Failure extends Error {
  override name = "Failure";
}

/** Prints a failure in one line (a bug with its stack) and sets the exit status. */
export function reportFailure(command: string, error: unknown): void {
  process.exitCode = 1;
  if (error instanceof Failure) process.stderr.write(`${command}: ${error.message}\n`);
  else
    process.stderr.write(
      `${command}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
}
