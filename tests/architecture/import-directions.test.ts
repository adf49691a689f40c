import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectRoot } from "#scripts/services/place.ts";
import { brokenDirections, features } from "./directions.ts";
import { readSource, readSources } from "./import-graph.ts";

describe("the house", () => {
  const folders = ["app", "workers", "prisma", "scripts", "tests"].filter((folder) =>
    existsSync(join(projectRoot, folder)),
  );
  const files = readSources(folders);

  it("is read whole", () => {
    const paths = files.map(({ path }) => path);
    expect(paths).toContain("app/lib/env.server.ts");
    expect(paths).toContain("tests/architecture/import-graph.ts");
    expect(files.find(({ path }) => path === "app/lib/db.server.ts")?.imports).toContain(
      "app/lib/env.server.ts",
    );
  });

  it("keeps its directions and its single owners", () => {
    expect(brokenDirections(files)).toEqual([]);
  });

  it("imports our own files with their extension, so that they exist for every tool", () => {
    const ours = files.flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            /^(app|workers|scripts|tests|prisma)\//.test(target) &&
            !target.startsWith("app/lib/prisma-client/"),
        )
        .filter((target) => !existsSync(join(projectRoot, target)))
        .map((target) => `${path} imports ${target}`),
    );
    expect(ours).toEqual([]);
  });

  it("has no feature outside the ordered list", () => {
    const folder = join(projectRoot, "app/features");
    const found = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.map(({ name }) => name).filter((name) => !features.includes(name))).toEqual([]);
  });
});

describe("a made-up house", () => {
  const broken = (path: string, text: string) => brokenDirections([readSource(path, text)]);

  it.each([
    [
      "a feature that reaches below itself",
      "app/features/ledger/post.server.ts",
      'import { x } from "#app/features/donations/a.server.ts";',
    ],
    [
      "a feature beside the list",
      "app/features/misc/a.server.ts",
      'import { x } from "#app/features/ledger/post.server.ts";',
    ],
    [
      "a feature that imports a route",
      "app/features/funds/a.ts",
      'import { x } from "#app/routes/_index.tsx";',
    ],
    ["a relative way around", "app/features/ledger/a.ts", 'export { x } from "../funds/b.ts";'],
    ["a late import", "app/features/ledger/a.ts", 'const x = await import("#app/features/funds/b.ts");'],
    ["a type from below", "app/features/ledger/a.ts", 'import type { X } from "#app/features/funds/b.ts";'],
    ["lib with a product noun", "app/lib/a.ts", 'import { x } from "#app/features/funds/b.ts";'],
    ["lib that imports ui", "app/lib/a.ts", 'import { x } from "#app/ui/button.tsx";'],
    ["ui with a feature", "app/ui/a.tsx", 'import { x } from "#app/features/funds/b.ts";'],
    ["a route that imports a worker", "app/routes/a.tsx", 'import { x } from "#workers/index.ts";'],
    ["app code that imports tests", "app/routes/a.tsx", 'import { x } from "#tests/factories/fund.ts";'],
    ["the sandbox with app code", "scripts/sandbox/a.ts", 'import { x } from "#app/lib/money.ts";'],
    ["a catalogue that knows more than zod", "app/jobs.ts", 'import { x } from "#app/lib/money.ts";'],
    ["process.env elsewhere", "app/features/funds/a.ts", "export const x = process.env.PORT;"],
    ["a second Prisma client", "app/features/funds/a.ts", "export const x = new PrismaClient({});"],
    ["stripe outside payments", "app/routes/a.tsx", 'import Stripe from "stripe";'],
    ["alipay outside payments", "workers/a.ts", 'import { AlipaySdk } from "alipay-sdk";'],
    ["bull outside the workers", "app/lib/outbox.server.ts", 'import Queue from "bull";'],
    [
      "a transfer written elsewhere",
      "app/features/donations/a.ts",
      "const sql = `insert into transfer (id) values (1)`;",
    ],
    ["a transfer changed", "app/features/ledger/b.ts", 'const sql = "UPDATE transfer SET amount = 1";'],
  ])("is caught: %s", (_what, path, text) => {
    expect(broken(path, text)).toHaveLength(1);
  });

  it.each([
    [
      "a feature reaching above",
      "app/features/donations/a.ts",
      'import { x } from "#app/features/ledger/post.server.ts";',
    ],
    [
      "a comment",
      "app/features/ledger/a.ts",
      '// import { x } from "#app/features/funds/b.ts"; process.env.PORT',
    ],
    [
      "the ledger's own pen",
      "app/features/ledger/post.server.ts",
      "const sql = `insert into transfer (id) values (1)`;",
    ],
    [
      "another table whose name begins alike",
      "app/features/funds/a.ts",
      'const sql = "insert into transfer_index values (1)";',
    ],
    ["a script's environment", "scripts/a.ts", "export const x = process.env.PORT;"],
  ])("is left in peace: %s", (_what, path, text) => {
    expect(broken(path, text)).toEqual([]);
  });
});
