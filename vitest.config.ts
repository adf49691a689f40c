import { defineConfig } from "vitest/config";

// unit: no services. integration: a real PostgreSQL, cloned for each worker, and a real Redis.
// browser: Chromium against a seeded demo of its own.
// These files of app/lib speak to the database; the rest of it is pure.
const libWithDatabase =
  "{db,outbox,singleton,idempotency,dead-letters,job-status,job-records,mail,rate-limit,limits,readiness,database-role,long-work,form-draft}*";

export default defineConfig({
  test: {
    maxWorkers: 2,
    restoreMocks: true,
    unstubEnvs: true,
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          include: ["tests/app/{lib,ui}/**/*.test.{ts,tsx}", "tests/{architecture,scripts}/**/*.test.ts"],
          exclude: [`tests/app/lib/${libWithDatabase}.test.ts`],
          setupFiles: ["tests/setup/environment.ts", "tests/setup/console.ts"],
          // On a busy machine; nothing here is meant to take long.
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["tests/{app,workers,stories,simulation,prisma}/**/*.test.{ts,tsx}"],
          exclude: ["tests/app/ui/**", `tests/app/lib/!(${libWithDatabase})`],
          globalSetup: ["tests/setup/start-services.ts"],
          setupFiles: ["tests/setup/environment.ts", "tests/setup/console.ts", "tests/setup/database.ts"],
          // Much of the time is spent waiting for answers of the database and the sandbox.
          maxWorkers: 3,
          // Projects with another number of workers run after each other.
          sequence: { groupOrder: 1 },
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      {
        extends: true,
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          globalSetup: ["tests/setup/start-demo.ts"],
          setupFiles: ["tests/setup/one-journey.ts", "tests/setup/console.ts"],
          testTimeout: 90_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
