import { createServer, type Server } from "node:net";
import { setTimeout } from "node:timers/promises";
import { afterAll, expect, inject } from "vitest";

// The pages are looked at while journeys go on. Journeys settle, close days and break providers in the one demo that
// all share, so they go one after another: each file waits for the turn, which is a port that only one can hold.
const isJourney = !/pages\.test\.ts$/.test(expect.getState().testPath ?? "");
const turn = isJourney ? await takeTurn(inject("turnPort")) : undefined;

afterAll(() => {
  turn?.close();
});

async function takeTurn(port: number): Promise<Server> {
  for (;;) {
    const server = await listening(port);
    if (server) return server;
    await setTimeout(100);
  }
}

function listening(port: number): Promise<Server | null> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("listening", () => resolve(server));
    server.once("error", (error: NodeJS.ErrnoException) =>
      error.code === "EADDRINUSE" ? resolve(null) : reject(error),
    );
    server.listen(port, "127.0.0.1");
  });
}
