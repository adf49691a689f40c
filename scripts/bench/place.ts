import { generateKeyPairSync, randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { buildSite } from "../demo/build-site.ts";
import { applyMigrations } from "../migrations/engine.ts";
import { type Child, startChild, waitUntilReady } from "../services/child.ts";
import { projectRoot, temporaryFolder } from "../services/place.ts";
import { freePort } from "../services/ports.ts";
import { startPostgres } from "../services/postgres.ts";
import { startRedis } from "../services/redis.ts";

export const BENCH_ORGANIZATION_ID = "obench0001";
export const BENCH_CREDENTIAL_ID = "cbench000001x";
export const BENCH_FUND_ID = "bench001";
export const BENCH_APP_ID = "2021000000000001";
export const BENCH_SELLER_ID = "2088000000000001";
export const BENCH_BANK_ACCOUNT = "4400000000000000001";

/** A database with durable commits, Redis, one charity with one fund, and the keys of its payment provider. */
export interface BenchPlace {
  env: Record<string, string>;
  folder: string;
  siteUrl: string;
  /** Past every grant, for laying out rows. */
  owner: pg.Pool;
  /** Signs as the provider does. */
  providerPrivateKey: string;
  startSite(): Promise<Child>;
  /** Takes everything away but the charity: for a benchmark that lays out several sizes. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

/** Makes the place; nothing of it is left afterwards. */
export async function openBenchPlace(say: (text: string) => void): Promise<BenchPlace> {
  const folder = temporaryFolder("bench");
  mkdirSync(folder, { recursive: true });
  say("starting PostgreSQL and Redis");
  const postgres = await startPostgres({ dataDir: folder, logFile: join(folder, "postgres.log") });
  const redis = await startRedis({ dataDir: folder, logFile: join(folder, "redis.log") });
  await applyMigrations(postgres.url("owner"));
  const port = await freePort();
  const siteUrl = `http://127.0.0.1:${port}`;
  const env = siteEnvironment({
    port,
    siteUrl,
    folder,
    databaseUrl: postgres.url("application"),
    redisUrl: redis.url,
  });
  Object.assign(process.env, env);
  const provider = generateKeyPairSync("rsa", PEM);
  const application = generateKeyPairSync("rsa", PEM);
  await layOutCharity(application.privateKey, provider.publicKey);
  const owner = new pg.Pool({ connectionString: postgres.url("superuser"), max: 4 });
  const children: Child[] = [];
  return {
    env,
    folder,
    siteUrl,
    owner,
    providerPrivateKey: provider.privateKey,
    startSite: async () => {
      await buildSite(join(folder, "build.log"));
      const site = startChild({
        name: "site",
        command: process.execPath,
        args: ["--import", "tsx", "app/server.ts"],
        logFile: join(folder, "site.log"),
        env,
        cwd: projectRoot,
      });
      children.push(site);
      await waitUntilReady(site, () => answers(`${siteUrl}/readyz`), 60_000);
      return site;
    },
    clear: () => clearBooks(owner),
    close: async () => {
      for (const child of children) await child.stop();
      await owner.end();
      const { closeDatabase } = await import("#app/lib/db.server.ts");
      await closeDatabase();
      await redis.stop();
      await postgres.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PEM = {
  modulusLength: 2048,
  publicKeyEncoding: { type: "spki", format: "pem" },
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
} as const;

function siteEnvironment(of: {
  port: number;
  siteUrl: string;
  folder: string;
  databaseUrl: string;
  redisUrl: string;
}): Record<string, string> {
  return {
    NODE_ENV: "production",
    HOST: "127.0.0.1",
    PORT: String(of.port),
    PUBLIC_URL: of.siteUrl,
    DATABASE_URL: of.databaseUrl,
    REDIS_URL: of.redisUrl,
    SESSION_SECRET: randomBytes(36).toString("base64url"),
    CREDENTIAL_KEYS: `bench:${randomBytes(32).toString("base64")}`,
    DEPLOYMENT_MODE: "designated-platform",
    DEMO: "1",
    SANDBOX_URL: "http://127.0.0.1:9",
    SMTP_URL: "smtp://127.0.0.1:9",
    MAIL_FROM: "bench@mingshan.example",
    DATA_DIR: of.folder,
    LOG_LEVEL: "error",
  };
}

async function layOutCharity(applicationPrivateKey: string, providerPublicKey: string): Promise<void> {
  const { transaction } = await import("#app/lib/db.server.ts");
  const { openOrganizationAccounts } = await import("#app/features/ledger/open-accounts.server.ts");
  const { openFund } = await import("#app/features/funds/open-fund.server.ts");
  const { saveCredential } = await import("#app/features/payments/credentials.server.ts");
  await transaction(async (tx) => {
    await tx.run(
      "insert into division (code, name, name_en, level) values ('330122', '桐庐县', 'Tonglu', 'county')",
    );
    await tx.run(
      `insert into organization (id, slug, kind, name, name_en, division_code, qualification_from)
       values ($1, 'bench', 'charity', '演示', 'Demo', '330122', '2020-01-01')`,
      [BENCH_ORGANIZATION_ID],
    );
    await openOrganizationAccounts(tx, BENCH_ORGANIZATION_ID);
    await tx.run(
      `insert into bank_account (id, organization_id, bank, account_name, account_no, confirmed_at)
       values (gen_random_uuid(), $1, 'CCB', '演示', $2, now())`,
      [BENCH_ORGANIZATION_ID, BENCH_BANK_ACCOUNT],
    );
    await tx.run(
      `insert into fund (id, organization_id, kind, slug, title, title_en, category, division_code, state,
                         filing_no, filing_from, filing_to)
       values ($1, $2, 'project', 'bench', '演示项目', 'Demo project', 'elderly', '330122', 'open', 'F', '2026-01-01', '2099-01-01')`,
      [BENCH_FUND_ID, BENCH_ORGANIZATION_ID],
    );
    await openFund(tx, { id: BENCH_FUND_ID, organizationId: BENCH_ORGANIZATION_ID, currency: "CNY" });
  });
  const saved = await saveCredential({
    id: BENCH_CREDENTIAL_ID,
    organizationId: BENCH_ORGANIZATION_ID,
    provider: "alipay",
    config: {
      gateway: "http://127.0.0.1:9/gateway.do",
      appId: BENCH_APP_ID,
      sellerId: BENCH_SELLER_ID,
      appPrivateKey: applicationPrivateKey,
      keyType: "PKCS8",
      alipayPublicKey: providerPublicKey,
    },
    now: new Date(),
  });
  if (!saved.ok) throw new Error(`the bench's credential was refused: ${saved.detail}`);
}

/** What the charity consists of; every other table that holds rows is a book of it. */
const KEPT = [
  "_prisma_migrations",
  "account",
  "bank_account",
  "division",
  "fund",
  "ledger_head",
  "organization",
  "payment_credential",
];

async function clearBooks(owner: pg.Pool): Promise<void> {
  const { rows } = await owner.query<{ name: string }>(
    `select quote_ident(tablename) as name from pg_tables where schemaname = 'public' and tablename <> all($1)`,
    [KEPT],
  );
  // One message and so one connection: the append-only tables refuse TRUNCATE unless their triggers sleep.
  await owner.query(
    `begin; set local session_replication_role = replica; truncate ${rows.map(({ name }) => name).join(", ")};
     update ledger_head set next_index = 0, snapshot_index = 0; commit`,
  );
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
