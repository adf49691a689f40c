import { type ChildProcess, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { projectRoot, removeDatabaseFolder, temporaryFolder } from "#scripts/services/place.ts";
import { freePort } from "#scripts/services/ports.ts";

/** What `npm run demo` writes into demo.json. */
export interface DemoSite {
  url: string;
  sandboxUrl: string;
  users: { role: string; email: string; password: string }[];
  apiKeys: { role: string; organization: string; key: string }[];
  guide: { project: string };
}

declare module "vitest" {
  interface ProvidedContext {
    site: DemoSite;
    /** The demo's DATA_DIR. */
    dataDir: string;
    /** Held by the journey whose turn it is. */
    turnPort: number;
  }
}

/**
 * Browser tests visit a whole seeded demo of their own, started as a visitor would. While writing tests,
 * `TEST_DATA_DIR` names the folder of a demo that runs already: its data changes and it is left running.
 */
export default async function startDemo(project: TestProject): Promise<() => Promise<void>> {
  const running = process.env.TEST_DATA_DIR;
  if (running) {
    provide(project, running, await freePort());
    return async () => undefined;
  }
  const dataDir = temporaryFolder("browser");
  const port = await freePort();
  const env = {
    ...process.env,
    DATA_DIR: dataDir,
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  for (const name of ["NODE_ENV", "VITEST", "VITEST_MODE", "DATABASE_URL", "MIGRATION_DATABASE_URL"])
    Reflect.deleteProperty(env, name);
  const demo = spawn(process.execPath, ["scripts/demo.mjs"], {
    cwd: projectRoot,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  await ready(demo).catch((error: unknown) => {
    demo.kill("SIGTERM");
    throw error;
  });
  provide(project, dataDir, await freePort());
  return async () => {
    const ended = new Promise((resolve) => demo.once("close", resolve));
    demo.kill("SIGTERM");
    await ended;
    removeDatabaseFolder(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
}

function provide(project: TestProject, dataDir: string, turnPort: number): void {
  const site: DemoSite = JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8"));
  project.provide("site", site);
  project.provide("dataDir", dataDir);
  project.provide("turnPort", turnPort);
}

function ready(demo: ChildProcess): Promise<void> {
  let output = "";
  return new Promise((resolve, reject) => {
    const listen = (data: Buffer) => {
      output += data;
      process.stdout.write(data);
      if (/^ready: /m.test(output)) resolve();
    };
    demo.stdout?.on("data", listen);
    demo.stderr?.on("data", listen);
    demo.once("error", reject);
    demo.once("close", (code) =>
      reject(new Error(`the demo ended with status ${code} before it was ready:\n${output}`)),
    );
  });
}
