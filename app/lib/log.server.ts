import { type Logger, pino } from "pino";
import { env } from "#app/lib/env.server.ts";
import { errorText } from "#app/lib/error-text.ts";
import { singleton } from "#app/lib/singleton.server.ts";

/** One JSON line per entry on standard output. Never log a name, phone, e-mail, token or request body. */
export const log: Logger = singleton("log", () =>
  pino({
    level: env().LOG_LEVEL,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describe },
  }),
);

/** An error as a log carries it: kind, text without personal data, and where it happened. */
function describe(error: unknown): { type: string; message: string; stack?: string } {
  if (!(error instanceof Error)) return { type: typeof error, message: errorText(error) };
  const frames = error.stack?.split("\n").filter((line) => line.startsWith("    at "));
  return { type: error.name, message: errorText(error), stack: frames?.slice(0, 12).join("\n") };
}
