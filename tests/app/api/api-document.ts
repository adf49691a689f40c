import Ajv2020, { type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect } from "vitest";
import { API_OPERATIONS, apiDocument } from "#app/features/open-data/openapi.ts";
import type { ApiOperation } from "#app/lib/openapi.ts";

/** The document as the site publishes it, held against what the site really answers. */
export const document = apiDocument("http://127.0.0.1:3000") as unknown as {
  openapi: string;
  paths: Record<string, Record<string, DescribedOperation>>;
};

interface DescribedOperation {
  operationId: string;
  responses: Record<string, { content: Record<string, unknown>; headers?: Record<string, unknown> }>;
}

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats(ajv);
ajv.addSchema(document, "document");
const validators = new Map<string, ValidateFunction>();

function validatorAt(...pointer: string[]): ValidateFunction {
  const reference = `document#/${pointer
    .map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    .join("/")}`;
  const known = validators.get(reference) ?? ajv.compile({ $ref: reference });
  validators.set(reference, known);
  return known;
}

/** The operation that an address belongs to; what is written out wins over what varies. */
export function operationAt(method: string, path: string): ApiOperation | undefined {
  const parts = path.split("?", 1)[0]?.split("/") ?? [];
  return API_OPERATIONS.filter(
    (operation) =>
      operation.method === method.toLowerCase() &&
      operation.path.split("/").length === parts.length &&
      operation.path.split("/").every((part, index) => part.startsWith("{") || part === parts[index]),
  ).sort((a, b) => a.path.split("{").length - b.path.split("{").length)[0];
}

/** Fails unless status, media type and body are among what the document says of this operation. */
export function expectDescribed(operation: ApiOperation, response: Response, body: unknown): void {
  const where = `${operation.operationId} ${response.status} ${JSON.stringify(body)}`;
  const { path, method } = operation;
  const described = document.paths[path]?.[method]?.responses[String(response.status)];
  expect(described, `not described: ${where}`).toBeDefined();
  const mediaType = (response.headers.get("content-type") ?? "").split(";")[0] ?? "";
  expect(Object.keys(described?.content ?? {}), where).toEqual([mediaType]);
  for (const header of Object.keys(described?.headers ?? {}))
    expect(response.headers.get(header), `${header} of ${where}`).toMatch(/^[1-9]\d*$/);
  const validate = validatorAt(
    ...["paths", path, method, "responses", String(response.status), "content", mediaType, "schema"],
  );
  expect(validate(body) ? [] : validate.errors, where).toEqual([]);
}

/** The habits of every answer: camelCase, integers of fen beside their currency, RFC 3339, plain days. */
export function expectHabits(value: unknown, path = "$", hasCurrency = false): void {
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      expectHabits(item, `${path}[${index}]`, hasCurrency);
    });
    return;
  }
  if (value === null || typeof value !== "object") return;
  const isBesideCurrency = hasCurrency || "currency" in value;
  for (const [name, inner] of Object.entries(value)) {
    const where = `${path}.${name}`;
    expect(name, where).toMatch(/^[a-z][A-Za-z0-9]*$/);
    if (inner !== null && name.endsWith("Fen")) {
      expect(Number.isSafeInteger(inner), where).toBe(true);
      expect(isBesideCurrency, `${where} has no currency beside it`).toBe(true);
    }
    // The day a document is about, in a credibility report.
    const isDay = name === "day" || name === "observedAt" || /On$/.test(name);
    if (inner !== null && !isDay && (/At$/.test(name) || name === "at" || name === "asOf"))
      expect(inner, where).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/);
    if (inner !== null && isDay) expect(inner, where).toMatch(/^\d{4}-\d{2}-\d{2}$/);
    expectHabits(inner, where, isBesideCurrency);
  }
}

/** Holds a request's body against the document; true where the document allows it. */
export function describesBody(operation: ApiOperation, body: unknown): boolean {
  const validate = validatorAt(
    ...["paths", operation.path, operation.method, "requestBody", "content", "application/json", "schema"],
  );
  return validate(body);
}
