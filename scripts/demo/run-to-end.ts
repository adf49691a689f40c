import { type ChildOptions, lastLines, startChild } from "../services/child.ts";
import { Failure } from "../services/failure.ts";
import { alive, watchOver } from "./alive.ts";

/** Runs a program that ends by itself; fails with the end of its log when it ends badly. */
export async function runToEnd(options: ChildOptions): Promise<void> {
  const child = watchOver(startChild(options));
  const { code, signal } = await child.ended;
  alive.delete(child);
  if (code === 0) return;
  throw new Failure(
    `${options.name} failed (${signal ?? `status ${code}`}); ${options.logFile} says:\n${lastLines(options.logFile)}`,
  );
}
