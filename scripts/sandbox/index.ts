import { prepareKeys } from "./merchants.ts";
import { startSandbox } from "./server.ts";

/** The sandbox as a program: configured by the environment, stopped by SIGTERM or Ctrl-C. */

/** A demo begins with about a dozen charities. */
const FIRST_MERCHANTS = 12;

function port(name: string): number {
  const text = process.env[name] ?? "0";
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= 65_535) return value;
  throw new Error(`${name} is not a port: ${text}`);
}

try {
  const retryScale = Number(process.env.SANDBOX_RETRY_SCALE ?? "1");
  if (!(retryScale > 0))
    throw new Error(`SANDBOX_RETRY_SCALE is not a positive number: ${process.env.SANDBOX_RETRY_SCALE}`);
  const sandbox = await startSandbox({
    dataDir: process.env.DATA_DIR || ".data",
    siteUrl: process.env.SITE_URL,
    port: port("SANDBOX_PORT"),
    smtpPort: port("SANDBOX_SMTP_PORT"),
    retryScale,
  });
  if (sandbox.state.tables.merchants.size === 0) prepareKeys(sandbox.state, FIRST_MERCHANTS);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  process.stdout.write(`sandbox ready: ${sandbox.url}\n`);
} catch (error) {
  process.stderr.write(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
