import { Ajv, type ValidateFunction } from "ajv";
import type { JsonSchema, StripeSchema } from "./generate.ts";
import { OPERATIONS } from "./operations.ts";
import { readSchemaFile } from "./schema-file.ts";

/** What is wrong, one line each; empty where it is as Stripe's declarations say. */
export interface StripeCheck {
  /** What we send: the form or query of a call. */
  parameters(operation: string, form: string): string[];
  /** What comes back with 200. */
  answer(operation: string, body: unknown): string[];
  /** The object in an event. */
  event(event: { type: string; data: { object: unknown } }): string[];
}

export function stripeCheck(schema: StripeSchema = readSchemaFile()): StripeCheck {
  const compiled = new Map<string, ValidateFunction>();
  // A form has texts alone: "400" is a number there, and an empty text unsets.
  const forms = new Ajv({ strict: false, allErrors: true, coerceTypes: true });
  const objects = new Ajv({ strict: false, allErrors: true });
  const check = (ajv: Ajv, key: string, what: JsonSchema | undefined, value: unknown): string[] => {
    if (!what) return [`${key} is not described`];
    let validate = compiled.get(key);
    if (!validate) {
      validate = ajv.compile({ ...what, $defs: schema.$defs });
      compiled.set(key, validate);
    }
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${key} ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  return {
    parameters: (operation, form) =>
      check(forms, `parameters of ${operation}`, schema.parameters[operation], parseForm(form)),
    answer: (operation, body) => check(objects, `answer to ${operation}`, schema.answers[operation], body),
    event: ({ type, data }) => check(objects, `object of ${type}`, schema.events[type], data.object),
  };
}

/** "GET", "/v1/refunds/re_1" → "GET /v1/refunds/:id"; null for what is not described. */
export function operationOf(method: string, path: string): string | null {
  for (const operation of Object.keys(OPERATIONS)) {
    const [verb, pattern = ""] = operation.split(" ");
    if (verb === method && new RegExp(`^${pattern.replace(":id", "[^/]+")}$`).test(path)) return operation;
  }
  return null;
}

type FormNode = string | { [name: string]: FormNode } | FormNode[];

/** `a[b][0]=x` → `{ a: { b: ["x"] } }`. */
export function parseForm(form: string): FormNode {
  const root: { [name: string]: FormNode } = {};
  for (const [name, value] of new URLSearchParams(form)) {
    const steps = name.replaceAll("]", "").split("[");
    let node = root;
    for (const step of steps.slice(0, -1)) {
      node[step] ??= {};
      node = node[step] as { [name: string]: FormNode };
    }
    node[steps.at(-1) ?? ""] = value;
  }
  return withLists(root);
}

function withLists(node: FormNode): FormNode {
  if (typeof node === "string" || Array.isArray(node)) return node;
  const entries = Object.entries(node).map(([name, inner]) => [name, withLists(inner)] as const);
  const isList = entries.length > 0 && entries.every(([name], index) => name === String(index));
  return isList ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}
