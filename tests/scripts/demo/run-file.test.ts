import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RunFile } from "#scripts/demo/run-file.ts";
import { startChild } from "#scripts/services/child.ts";
import { temporaryFolder } from "#scripts/services/place.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("run-file-test");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, "running.json");
const sleeper = () =>
  startChild({
    name: "sleeper",
    command: process.execPath,
    args: ["-e", "setInterval(() => {}, 1000)"],
    logFile: join(folder, "log"),
  });

/** What a demo leaves that was killed: its own process is gone, its child is not. */
function killDemo(): void {
  const notes = JSON.parse(readFileSync(file(), "utf8"));
  writeFileSync(
    file(),
    JSON.stringify({ ...notes, demo: { ...notes.demo, started: "an earlier process with this id" } }),
  );
}

describe("the notes on who runs in a data folder", () => {
  it("refuse a second demo while the first lives", async () => {
    await new RunFile(folder).claim();
    await expect(new RunFile(folder).claim()).rejects.toThrow(/already runs/);
  });

  it("let the next demo end what a killed one left behind", async () => {
    const first = new RunFile(folder);
    await first.claim();
    const child = sleeper();
    first.add(child);
    killDemo();
    await new RunFile(folder).claim();
    expect(child.isRunning() || (await child.ended).signal === null).toBe(false);
  });

  it("never end a program that merely got the same process id", async () => {
    const first = new RunFile(folder);
    await first.claim();
    const child = sleeper();
    first.add(child);
    const notes = JSON.parse(readFileSync(file(), "utf8"));
    notes.children[0].started = "1";
    writeFileSync(file(), JSON.stringify(notes));
    killDemo();
    await new RunFile(folder).claim();
    expect(child.isRunning()).toBe(true);
    await child.stop();
  });

  it("are gone after a clean stop", async () => {
    const runFile = new RunFile(folder);
    await runFile.claim();
    runFile.release();
    expect(existsSync(file())).toBe(false);
  });
});
