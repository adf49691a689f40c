import { z } from "zod";
import { isExpensiveRead } from "#app/lib/http/expensive-reads.ts";

/**
 * One operation of the JSON API as its feature describes it, beside the zod schemas that check it. The
 * document at /api/v1/openapi.json is the list of all of them; tests hold it against real answers.
 */
export interface ApiOperation {
  method: "get" | "post";
  /** Below /api/v1, with `{name}` for what varies: "/projects/{slug}". */
  path: string;
  operationId: string;
  tag: string;
  summary: string;
  description?: string;
  /** Needs `Authorization: Bearer …`. */
  needsKey?: true;
  /** Takes the header Idempotency-Key. */
  idempotent?: "required" | "optional";
  /** What stands in the path and in the query, by name. */
  parameters?: ApiParameter[];
  body?: { schema: z.ZodType; mediaType?: string };
  /** How often one caller may ask is limited: 429 with Retry-After. */
  limited?: true;
  /** The answer when all is well. */
  answer: { status: 200 | 201 | 202; description: string; schema: z.ZodType };
  /** Statuses of problem documents beside those that follow from the above, for instance 409. */
  problems?: number[];
}

export interface ApiParameter {
  name: string;
  in: "path" | "query";
  description: string;
  schema?: z.ZodType;
}

export const slugParameter: ApiParameter = { name: "slug", in: "path", description: "The record's slug" };

/** `?limit=` and `?cursor=` of every list. */
export const listParameters: ApiParameter[] = [
  {
    name: "limit",
    in: "query",
    description: "How many records a page has",
    schema: z.int().min(1).max(100).default(20),
  },
  { name: "cursor", in: "query", description: "`nextCursor` of the page before" },
];

/** A page of records. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ data: z.array(item), nextCursor: z.string().nullable() });

/** An amount in JSON: an integer number of fen. */
export const fenSchema = z.int();
export const instantSchema = z.iso.datetime({ offset: true });
export const daySchema = z.iso.date();

/** RFC 9457. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string().optional(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

type Json = Record<string, unknown>;

/** The OpenAPI 3.1 document of these operations. */
export function openApiDocument(
  operations: readonly ApiOperation[],
  info: { title: string; version: string; description: string; serverUrl: string },
): Json {
  const paths: Record<string, Json> = {};
  for (const operation of operations) {
    const path = paths[operation.path] ?? {};
    path[operation.method] = operationOf(operation);
    paths[operation.path] = path;
  }
  return {
    openapi: "3.1.0",
    info: {
      title: info.title,
      version: info.version,
      description: info.description,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
    },
    servers: [{ url: info.serverUrl }],
    tags: [...new Set(operations.map((operation) => operation.tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      schemas: { Problem: jsonSchemaOf(problemSchema) },
    },
  };
}

function operationOf(operation: ApiOperation): Json {
  const parameters = (operation.parameters ?? []).map((parameter) => parameterOf(parameter));
  if (operation.idempotent) {
    parameters.push({
      name: "Idempotency-Key",
      in: "header",
      required: operation.idempotent === "required",
      description: "Same key and body give the first answer again; same key and another body give 422.",
      schema: { type: "string", minLength: 1, maxLength: 255 },
    });
  }
  const { body, answer } = operation;
  return {
    operationId: operation.operationId,
    summary: operation.summary,
    ...(operation.description ? { description: operation.description } : {}),
    tags: [operation.tag],
    security: operation.needsKey ? [{ key: [] }] : [],
    parameters,
    ...(body
      ? {
          requestBody: {
            required: true,
            content: {
              [body.mediaType ?? "application/json"]: { schema: jsonSchemaOf(body.schema, "input") },
            },
          },
        }
      : {}),
    responses: {
      [answer.status]: {
        description: answer.description,
        content: { "application/json": { schema: jsonSchemaOf(answer.schema) } },
      },
      ...Object.fromEntries(
        problemStatuses(operation).map((status) => [
          status,
          RETRY_STATUSES.includes(status)
            ? { ...PROBLEM_RESPONSE, headers: RETRY_HEADERS }
            : PROBLEM_RESPONSE,
        ]),
      ),
    },
  };
}

const PROBLEM_RESPONSE = {
  description: "A problem (RFC 9457)",
  content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
};

/** After these the same call may succeed later. */
const RETRY_STATUSES: readonly number[] = [429, 503];
const RETRY_HEADERS = {
  "Retry-After": { description: "Seconds to wait", schema: { type: "integer", minimum: 1 } },
};

function problemStatuses(operation: ApiOperation): number[] {
  const statuses = new Set(operation.problems ?? []);
  // Key malformed (or missing), first call still at work, same key with another body.
  if (operation.idempotent) for (const status of [400, 409, 422]) statuses.add(status);
  const hasSearch = operation.parameters?.some(({ name }) => name === "q") ?? false;
  const isCounted = operation.method !== "get" || isExpensiveRead(operation.path, hasSearch);
  if (operation.limited || isCounted) statuses.add(429);
  if (operation.parameters?.some((parameter) => parameter.in === "path")) statuses.add(404);
  if (operation.parameters?.some((parameter) => parameter.in === "query")) statuses.add(422);
  if (operation.needsKey) for (const status of [401, 403]) statuses.add(status);
  if (operation.body) for (const status of [400, 413, 415, 422]) statuses.add(status);
  return [...statuses].sort((a, b) => a - b);
}

function parameterOf(parameter: ApiParameter): Json {
  return {
    name: parameter.name,
    in: parameter.in,
    required: parameter.in === "path",
    description: parameter.description,
    schema: parameter.schema ? jsonSchemaOf(parameter.schema, "input") : { type: "string" },
  };
}

/** What zod checks, as JSON Schema; what JSON Schema cannot say is left open. */
function jsonSchemaOf(schema: z.ZodType, io: "input" | "output" = "output"): Json {
  const { $schema: _dialect, ...json } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return json;
}
