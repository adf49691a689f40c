import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { projectRoot, temporaryFolder } from "#scripts/services/place.ts";
import { freePort } from "#scripts/services/ports.ts";

let folder: string;
beforeEach(() => {
  folder = temporaryFolder("demo-test");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function demo(variables: Record<string, string>, ...options: string[]) {
  const own = {
    DATABASE_URL: "",
    MIGRATION_DATABASE_URL: "",
    REDIS_URL: "",
    PUBLIC_URL: "",
    HOST: "",
    DATA_DIR: join(folder, "data"),
  };
  return spawnSync(process.execPath, ["scripts/demo.mjs", ...options], {
    cwd: projectRoot,
    encoding: "utf8",
    timeout: 15_000,
    env: { ...process.env, ...own, ...variables },
  });
}

describe("npm run demo", { timeout: 20_000 }, () => {
  it.each([
    [{ PORT: "http" }, "PORT must be a number from 1 to 65535"],
    [{ PORT: "70000" }, "PORT must be a number from 1 to 65535"],
    [{ REDIS_URL: "127.0.0.1" }, "REDIS_URL must be an address"],
    [{ DATABASE_URL: "postgresql://a@127.0.0.1/x" }, "MIGRATION_DATABASE_URL"],
  ])("says in one line what is wrong with %o", (variables, line) => {
    const { status, stderr, stdout } = demo(variables);
    expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
    expect(stderr).toMatch(/^demo: [^\n]+\n$/);
    expect(stderr).toContain(line);
    expect(existsSync(join(folder, "data"))).toBe(false);
  });

  it("says that a port is taken, and starts nothing", async () => {
    const port = await freePort();
    const server = createServer().listen(port, "127.0.0.1");
    await once(server, "listening");
    try {
      const { status, stderr } = demo({ PORT: String(port) });
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`^demo: port ${port} is taken[^\\n]+\\n$`));
      expect(existsSync(join(folder, "data/postgres.json"))).toBe(false);
    } finally {
      server.close();
    }
  });

  it("neither uses nor empties a folder of somebody else's", () => {
    const other = join(folder, "other");
    mkdirSync(other);
    writeFileSync(join(other, "thesis.txt"), "years of work");
    const { status, stderr } = demo({ DATA_DIR: other }, "--reset");
    expect(status).toBe(1);
    expect(stderr).toContain("not a demo's");
    expect(existsSync(join(other, "thesis.txt"))).toBe(true);
  });

  it("knows no other option than --reset", () => {
    const { status, stderr } = demo({}, "--rest");
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: "demo: there is no option --rest; npm run demo -- --reset begins anew\n",
    });
  });
});
