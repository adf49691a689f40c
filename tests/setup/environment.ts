// A complete environment for code that reads it: set before any module of the app is imported.
const variables: Record<string, string> = {
  NODE_ENV: "test",
  HOST: "127.0.0.1",
  PORT: "3000",
  PUBLIC_URL: "http://127.0.0.1:3000",
  DATABASE_URL: "postgresql://unit:tests@127.0.0.1:1/have-no-database",
  DATABASE_POOL_SIZE: "10",
  REDIS_URL: "redis://127.0.0.1:1",
  SESSION_SECRET: "a session secret that only tests know",
  CREDENTIAL_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  DEPLOYMENT_MODE: "designated-platform",
  DEMO: "1",
  SANDBOX_URL: "http://127.0.0.1:9",
  SMTP_URL: "smtp://127.0.0.1:9",
  MAIL_FROM: "明善 <noreply@example.org>",
  LOG_LEVEL: "silent",
};
for (const name of ["METRICS_TOKEN", "TRUST_PROXY", "DATA_DIR", "MIGRATION_DATABASE_URL"])
  delete process.env[name];
Object.assign(process.env, variables);
