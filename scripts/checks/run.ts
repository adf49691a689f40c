import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSite } from "../demo/build-site.ts";
import { Failure, reportFailure } from "../services/failure.ts";
import { ensureSystemPackages, type SystemPackageName } from "../services/packages.ts";
import { projectRoot, temporaryFolder } from "../services/place.ts";

interface Outcome {
  passed: number;
  failed: number;
}

interface Step {
  name: string;
  what: string;
  needs?: SystemPackageName[];
  run(paths: string[], folder: string): Promise<Outcome>;
}

const steps: Step[] = [
  { name: "types", what: "types (tsc)", run: () => program("node_modules/typescript/bin/tsc", ["--noEmit"]) },
  {
    name: "lint",
    what: "lint and format (biome)",
    run: () => program("node_modules/@biomejs/biome/bin/biome", ["check", "."]),
  },
  {
    name: "schema",
    what: "schema.prisma against the migrations",
    run: () => program("scripts/migrate.ts", ["check"]),
  },
  { name: "unit", what: "unit tests", run: (paths, folder) => vitest("unit", paths, folder) },
  {
    name: "integration",
    what: "integration tests (PostgreSQL, Redis)",
    needs: ["redis-server"],
    run: (paths, folder) => vitest("integration", paths, folder),
  },
  {
    name: "build",
    what: "build",
    run: async () => {
      console.log(await buildSite(join(projectRoot, ".cache/build.log")));
      return { passed: 0, failed: 0 };
    },
  },
  {
    name: "browser",
    what: "browser tests (Chromium against a seeded demo)",
    needs: ["redis-server", "chromium", "fonts-noto-cjk"],
    run: (paths, folder) => vitest("browser", paths, folder),
  },
];

/** These look at the code alone: one process each, so they go side by side. */
const AT_ONCE = ["types", "lint", "schema", "build"];

/**
 * Runs all steps even when one fails: first those that look at the code, then the tests, one kind after another.
 * Ends with `N passed, N failed`.
 */
export async function runChecks(args: string[]): Promise<void> {
  const folder = temporaryFolder("checks");
  let failed = 0;
  let passed = 0;
  try {
    const { chosen, paths } = choose(args);
    prepare(chosen);
    const runStep = async (step: Step) => {
      console.log(`\n── ${step.what}`);
      const began = performance.now();
      const outcome = await step.run(paths, folder).catch((error: unknown) => {
        reportFailure(step.name, error);
        return { passed: 0, failed: 1 };
      });
      passed += outcome.passed;
      failed += outcome.failed;
      console.log(`── ${step.name}: ${outcome.failed === 0 ? "good" : "FAILED"} (${seconds(began)} s)`);
    };
    await generateClient();
    await Promise.all(chosen.filter(({ name }) => AT_ONCE.includes(name)).map(runStep));
    for (const step of chosen) if (!AT_ONCE.includes(step.name)) await runStep(step);
  } catch (error) {
    reportFailure("test", error);
    failed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exit(failed === 0 ? 0 : 1);
}

const seconds = (began: number) => ((performance.now() - began) / 1000).toFixed(1);

/** `--only unit,types` picks steps; a path picks the tests under it. */
function choose(args: string[]): { chosen: Step[]; paths: string[] } {
  const { values, positionals: paths } = parseOptions(args);
  const names = (values.only ?? []).flatMap((list) => list.split(","));
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined)
    throw new Failure(`there is no step "${unknown}"; there are ${steps.map(({ name }) => name).join(", ")}`);
  const missing = paths.find((path) => !existsSync(join(projectRoot, path)));
  if (missing) throw new Failure(`there is no ${missing}`);
  const testSteps = ["unit", "integration", "browser"];
  const chosen = steps.filter(({ name }) =>
    names.length > 0 ? names.includes(name) : paths.length === 0 || testSteps.includes(name),
  );
  return { chosen, paths };
}

function parseOptions(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { only: { type: "string", multiple: true } } });
  } catch (error) {
    throw new Failure(error instanceof Error ? error.message : String(error));
  }
}

/** What several steps need: system packages and the generated Prisma client. */
function prepare(chosen: Step[]): void {
  const needed = [...new Set(chosen.flatMap((step) => step.needs ?? []))];
  ensureSystemPackages(
    process.env.REDIS_URL ? needed.filter((name) => name !== "redis-server") : needed,
    console.log,
  );
}

async function program(script: string, args: string[]): Promise<Outcome> {
  const status = await run(script.endsWith(".ts") ? ["--import", "tsx", script, ...args] : [script, ...args]);
  return { passed: 0, failed: status === 0 ? 0 : 1 };
}

async function generateClient(): Promise<void> {
  if ((await run(["scripts/generate-prisma-client.mjs"])) !== 0)
    throw new Failure("the Prisma client could not be generated");
}

/** Runs one vitest project; its own report says how many tests there were. */
async function vitest(project: string, paths: string[], folder: string): Promise<Outcome> {
  const report = join(folder, `${project}.json`);
  const status = await run([
    "node_modules/vitest/vitest.mjs",
    "run",
    `--project=${project}`,
    "--passWithNoTests",
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report}`,
    ...paths,
  ]);
  if (!existsSync(report)) return { passed: 0, failed: status === 0 ? 0 : 1 };
  const { numPassedTests, numFailedTests, numFailedTestSuites } = JSON.parse(readFileSync(report, "utf8"));
  // A file that does not load, or an error outside every test, fails the run without a failed test.
  const failed = numFailedTests || (status === 0 ? 0 : Math.max(1, numFailedTestSuites));
  return { passed: numPassedTests, failed };
}

/** Runs a Node program with our own terminal; what stops us stops it. */
function run(args: string[]): Promise<number> {
  const child: ChildProcess = spawn(process.execPath, args, { cwd: projectRoot, stdio: "inherit" });
  const stop = (signal: NodeJS.Signals) => {
    child.once("close", () => process.exit(1));
    child.kill(signal);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, stop);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.removeListener(signal, stop);
      resolve(code ?? 1);
    });
  });
}
