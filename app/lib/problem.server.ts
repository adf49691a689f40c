import { z } from "zod";
import type { PageRefusal } from "#app/lib/api-page.server.ts";
import { dictionary, type Lang, type Namespace, translator } from "#app/lib/i18n.ts";
import { jsonText } from "#app/lib/json-answer.server.ts";
import { readPreferences } from "#app/lib/preferences.ts";

/** Problem types are URNs: stable wherever the site runs, and compared as they are by clients. */
const TYPE_PREFIX = "urn:mingshan:problem:";

const STATUS = {
  "invalid-input": 422,
  "malformed-json": 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  "method-not-allowed": 405,
  conflict: 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  "idempotency-key-missing": 400,
  "idempotency-key-malformed": 400,
  "idempotency-key-reused": 422,
  "idempotency-in-progress": 409,
  "too-many-requests": 429,
  refused: 422,
  internal: 500,
  unavailable: 503,
} as const;

export type ProblemKind = keyof typeof STATUS;
export type FieldError = { path: string; message: string };

type ProblemExtras = {
  /** This one occurrence, in the reader's language. */
  detail?: string;
  errors?: readonly FieldError[];
  /** For 429 and 503. */
  retryAfterSeconds?: number;
};

/** An RFC 9457 answer; title in the language that the request prefers. */
export function problem(request: Request, kind: ProblemKind, extras: ProblemExtras = {}): Response {
  return problemAnswer(request, kind, STATUS[kind], translate(request)(kind), extras);
}

/**
 * A verb's expected refusal as a problem: `type` ends with the verb's own reason ("not-open"), so that
 * clients can act on it. `title` says it in the reader's language.
 */
export function refusalProblem(
  request: Request,
  reason: string,
  options: ProblemExtras & { status?: 403 | 404 | 409 | 413 | 415 | 422; title?: string } = {},
): Response {
  const { status = 422, title = translate(request)("refused"), ...extras } = options;
  return problemAnswer(request, reason, status, title, extras);
}

/**
 * 422 with one entry per wrong field. Where the schema's messages are keys of a dictionary (a form's and the
 * API's are one), they are said in the reader's language.
 */
export function inputProblem(request: Request, error: z.ZodError, messages?: Namespace): Response {
  const lng = apiLang(request);
  const errors = fieldErrors(error).map(({ path, message }) => ({
    path,
    message:
      messages && dictionary.exists(message, { ns: messages, lng })
        ? dictionary.getFixedT(lng, messages)(message)
        : message,
  }));
  return problem(request, "invalid-input", { errors });
}

/** 422 for a text that PostgreSQL cannot store. */
export function nulProblem(request: Request, path: string): Response {
  return problem(request, "invalid-input", { errors: [{ path, message: translate(request)("nul") }] });
}

/** 422 for a wrong `?limit=` or `?cursor=`. */
export function pageProblem(request: Request, refusals: readonly PageRefusal[]): Response {
  const t = translate(request);
  const errors = refusals.map(({ path, reason }) => ({ path, message: t(reason) }));
  return problem(request, "invalid-input", { errors });
}

/** `["donor", 0, "email"]` → `"donor.0.email"`. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  return error.issues.map((issue) => ({ path: issue.path.map(String).join("."), message: issue.message }));
}

const LOCALE_ERRORS = { zh: z.locales.zhCN().localeError, en: z.locales.en().localeError };

/** For `schema.safeParse(value, { error: zodErrorsIn(lang) })`: messages in the reader's language. */
export function zodErrorsIn(lang: Lang): z.core.$ZodErrorMap {
  return LOCALE_ERRORS[lang];
}

/** The language an API answer is written in. */
export function apiLang(request: Request): Lang {
  return readPreferences(request).lang;
}

function translate(request: Request) {
  return translator(apiLang(request))("problem");
}

function problemAnswer(
  request: Request,
  slug: string,
  status: number,
  title: string,
  { detail, errors, retryAfterSeconds }: ProblemExtras,
): Response {
  const headers = new Headers({
    "Content-Type": "application/problem+json; charset=utf-8",
    "Content-Language": apiLang(request) === "zh" ? "zh-Hans-CN" : "en",
    "Cache-Control": "no-store",
    Vary: "Accept-Language",
  });
  if (status === 401) headers.set("WWW-Authenticate", 'Bearer realm="api"');
  if (retryAfterSeconds !== undefined)
    headers.set("Retry-After", String(Math.max(1, Math.ceil(retryAfterSeconds))));
  const body = { type: `${TYPE_PREFIX}${slug}`, title, status, detail, errors };
  return new Response(jsonText(body), { status, headers });
}
