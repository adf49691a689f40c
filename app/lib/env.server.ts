import { z } from "zod";

/** The only place in app/ and workers/ that reads process.env; .env.example explains every variable. */

const isLoopback = (url: string) => ["127.0.0.1", "localhost", "[::1]"].includes(new URL(url).hostname);

const flag = z
  .enum(["0", "1"])
  .default("0")
  .transform((value) => value === "1");
const port = z.coerce.number().int().min(1).max(65_535);
const siteUrl = z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, ""));

/** "id:base64 of 32 bytes", comma-separated; the first is used for new secrets, the others only to read old ones. */
const credentialKeys = z.string().transform((text, context) => {
  const keys = text.split(",").map((part) => {
    const [id = "", encoded = ""] = part.trim().split(":");
    return { id, key: Buffer.from(encoded, "base64") };
  });
  const ids = new Set(keys.map(({ id }) => id));
  if (
    ids.size !== keys.length ||
    keys.some(({ id, key }) => !/^[A-Za-z0-9_-]+$/.test(id) || key.length !== 32)
  ) {
    context.addIssue({
      code: "custom",
      message: 'must be "id:base64 of 32 bytes", comma-separated, each id once',
    });
    return z.NEVER;
  }
  return keys;
});

const schema = z
  .object({
    NODE_ENV: z.enum(["development", "test", "production"]).default("production"),
    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: port.default(3000),
    PUBLIC_URL: siteUrl,
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }),
    DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(500).default(10),
    REDIS_URL: z.url({ protocol: /^rediss?$/ }),
    SESSION_SECRET: z.string().min(32, "must have at least 32 characters"),
    CREDENTIAL_KEYS: credentialKeys,
    DEPLOYMENT_MODE: z.enum(["designated-platform", "own-site", "supervision"]),
    DEMO: flag,
    SANDBOX_URL: siteUrl.optional(),
    DATA_DIR: z.string().min(1).default(".data"),
    SMTP_URL: z.url({ protocol: /^smtps?$/ }),
    MAIL_FROM: z.string().min(3),
    METRICS_TOKEN: z.string().min(16, "must have at least 16 characters").optional(),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
    TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  })
  .superRefine((value, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (value.SANDBOX_URL && !value.DEMO)
      refuse("SANDBOX_URL", "is for DEMO=1 only: it points to play money");
    if (value.SANDBOX_URL && !isLoopback(value.SANDBOX_URL))
      refuse("SANDBOX_URL", "must be a loopback address");
    if (value.DEMO && !value.SANDBOX_URL)
      refuse("SANDBOX_URL", "is missing: DEMO=1 needs the payment sandbox");
    const isPublic = value.NODE_ENV === "production" && !value.DEMO && !isLoopback(value.PUBLIC_URL);
    if (isPublic && !value.PUBLIC_URL.startsWith("https:"))
      refuse("PUBLIC_URL", "must be https in production");
  });

export type Env = z.output<typeof schema>;

/** Parses variables: the environment, or one line for each that is missing or malformed. */
export function parseEnv(
  variables: Record<string, string | undefined>,
): { ok: true; env: Env } | { ok: false; lines: string[] } {
  // An empty variable ("PORT=") means the same as none.
  const given = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ""));
  const result = schema.safeParse(given);
  if (result.success) return { ok: true, env: result.data };
  const lines = result.error.issues.map(({ path, message }) => {
    const name = String(path[0]);
    return given[name] === undefined && !message.includes("missing")
      ? `${name} is missing`
      : `${name}: ${message}`;
  });
  return { ok: false, lines: [...new Set(lines)] };
}

let parsed: Env | undefined;

/** The environment, read once. Throws when it is wrong; entry points call loadEnvOrExit first. */
export function env(): Env {
  if (!parsed) {
    const result = parseEnv(process.env);
    if (!result.ok) throw new Error(`wrong environment: ${result.lines.join("; ")}`);
    parsed = result.env;
  }
  return parsed;
}

/** For entry points: prints one clear line for each wrong variable and leaves with status 1. */
export function loadEnvOrExit(): Env {
  const result = parseEnv(process.env);
  if (!result.ok) {
    for (const line of result.lines) process.stderr.write(`${line} (see .env.example)\n`);
    process.exit(1);
  }
  parsed = result.env;
  return parsed;
}
