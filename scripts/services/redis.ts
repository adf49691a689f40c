import { mkdirSync } from "node:fs";
import { createConnection } from "node:net";
import { join } from "node:path";
import { type Child, startChild, waitUntilReady } from "./child.ts";
import { requireProgram } from "./packages.ts";
import { freePort } from "./ports.ts";

export interface RedisServer {
  url: string;
  port: number;
  child: Child;
  stop(): Promise<void>;
}

/**
 * Starts a private Redis on a loopback port. It keeps nothing on disk: the outbox in PostgreSQL is the truth,
 * and what was queued when Redis went away is queued again by the relay.
 */
export async function startRedis(options: {
  dataDir: string;
  logFile: string;
  port?: number;
}): Promise<RedisServer> {
  const program = requireProgram("redis-server");
  const folder = join(options.dataDir, "redis");
  mkdirSync(folder, { recursive: true });
  const port = await freePort(options.port);
  const child = startChild({
    name: "Redis",
    command: program,
    args: [
      "--bind",
      "127.0.0.1",
      "--port",
      String(port),
      "--dir",
      folder,
      "--save",
      "",
      "--appendonly",
      "no",
      "--daemonize",
      "no",
    ],
    logFile: options.logFile,
  });
  await waitUntilReady(child, () => answersPing(port), 20_000);
  return { url: `redis://127.0.0.1:${port}`, port, child, stop: () => child.stop() };
}

/** True when a Redis (or anything that answers PING with +PONG) listens there. */
export function answersPing(port: number, host = "127.0.0.1"): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host });
    const answer = (value: boolean) => {
      socket.destroy();
      resolve(value);
    };
    socket.setTimeout(1_000, () => answer(false));
    socket.once("error", () => answer(false));
    socket.once("connect", () => socket.write("PING\r\n"));
    socket.once("data", (data) => answer(data.toString().startsWith("+PONG")));
  });
}
