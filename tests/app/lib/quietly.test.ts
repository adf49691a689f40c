import { describe, expect, it, vi } from "vitest";
import { log } from "#app/lib/log.server.ts";
import { quietly, unsaidFailures } from "#app/lib/quietly.server.ts";

const failing = () => {
  throw new Error("no metrics");
};

describe("what is only observed", () => {
  it("never reaches the caller, whether it fails now or later", async () => {
    await expect(quietly("now", failing)).resolves.toBeUndefined();
    await expect(quietly("later", async () => failing())).resolves.toBeUndefined();
  });

  it("says so once a minute", async () => {
    const warn = vi.spyOn(log, "warn").mockReturnValue(undefined);
    for (let i = 0; i < 20; i += 1) await quietly("often", failing);
    expect(warn).toHaveBeenCalledTimes(1);
  });

  it("does not fail by a log that fails", async () => {
    vi.spyOn(log, "warn").mockImplementation(failing);
    const before = unsaidFailures();
    await expect(quietly("with a broken log", failing)).resolves.toBeUndefined();
    expect(unsaidFailures()).toBe(before + 1);
  });
});
