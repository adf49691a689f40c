import type { SourceFile } from "./import-graph.ts";

/** The features in their order: each imports only from those above it. */
export const features = [
  "identity",
  "long-work",
  "regions",
  "ledger",
  "organizations",
  "payments",
  "funds",
  "donations",
  "receipts",
  "aid",
  "disbursements",
  "reconciliation",
  "ratios",
  "disclosures",
  "projects",
  "consumption",
  "drives",
  "trusts",
  "needs",
  "events",
  "mutual-aid",
  "credibility",
  "region-index",
  "supervision",
  "exports",
  "open-data",
  "demo",
];

/** What has one owner: nobody else may touch it. */
const owners: { what: string; owner: string; touches: (file: SourceFile) => boolean }[] = [
  { what: "reads process.env", owner: "app/lib/env.server.ts", touches: (file) => file.readsEnvironment },
  { what: "makes a PrismaClient", owner: "app/lib/db.server.ts", touches: (file) => file.makesPrismaClient },
  {
    what: "imports stripe",
    owner: "app/features/payments/",
    touches: (file) => file.imports.includes("stripe"),
  },
  {
    what: "imports alipay-sdk",
    owner: "app/features/payments/",
    touches: (file) => file.imports.includes("alipay-sdk"),
  },
  { what: "imports bull", owner: "workers/", touches: (file) => file.imports.includes("bull") },
  {
    what: "writes the table transfer",
    owner: "app/features/ledger/post.server.ts",
    touches: (file) => file.writesTables.includes("transfer"),
  },
];

/** Every broken direction, one readable line each; an empty list is a tidy house. */
export function brokenDirections(files: SourceFile[]): string[] {
  return files.flatMap((file) => [
    ...file.imports
      .filter((target) => !mayImport(file.path, target))
      .map((target) => `${file.path} imports ${target}`),
    ...(/^(app|workers)\//.test(file.path)
      ? owners
          .filter(({ owner, touches }) => touches(file) && !file.path.startsWith(owner))
          .map(({ what }) => `${file.path} ${what}`)
      : []),
  ]);
}

const isOurs = (target: string) => /^(app|workers|scripts|tests|prisma)\//.test(target);

function mayImport(from: string, target: string): boolean {
  if (from === "app/jobs.ts") return target === "zod";
  if (!isOurs(target)) return true;
  if (from.startsWith("scripts/sandbox/")) return target.startsWith("scripts/sandbox/");
  if (target.startsWith("tests/")) return from.startsWith("tests/");
  if (target.startsWith("workers/")) return /^(workers|tests|scripts)\//.test(from);
  if (target.startsWith("app/routes/")) return /^(app\/routes|tests)\//.test(from);
  if (target.startsWith("scripts/")) return /^(scripts|tests|prisma)\//.test(from);
  if (from.startsWith("app/lib/"))
    return target.startsWith("app/lib/") || target.startsWith("app/locales/") || target === "app/jobs.ts";
  if (from.startsWith("app/locales/")) return target.startsWith("app/locales/");
  if (from.startsWith("app/ui/")) return /^app\/(ui|lib|locales)\//.test(target);
  if (from.startsWith("app/features/")) return featureMayImport(from, target);
  return true;
}

function featureMayImport(from: string, target: string): boolean {
  if (!target.startsWith("app/features/"))
    return /^app\/(ui|lib|locales)\//.test(target) || target === "app/jobs.ts";
  const own = features.indexOf(from.split("/")[2] ?? "");
  const other = features.indexOf(target.split("/")[2] ?? "");
  return own >= 0 && other >= 0 && other <= own;
}
