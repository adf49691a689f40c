import { Ajv } from "ajv";
import type { StripeSchema } from "./generate.ts";
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
  // One document, so that a definition is compiled once however many operations speak of it.
  const document = { ...schema, $id: "stripe" };
  // A form has texts alone: "400" is a number there, and an empty text unsets.
  const forms = new Ajv({ strict: false, allErrors: true, coerceTypes: true }).addSchema(document);
  const objects = new Ajv({ strict: false, allErrors: true }).addSchema(document);
  const check = (ajv: Ajv, section: "parameters" | "answers" | "events", name: string, value: unknown) => {
    const what = `${section} of ${name}`;
    if (!schema[section][name]) return [`${what}: not described`];
    const pointer = encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"));
    const validate = ajv.getSchema(`stripe#/${section}/${pointer}`);
    if (!validate) throw new Error(`${what} cannot be compiled`);
    if (validate(value)) return [];
    return (validate.errors ?? []).map(
      ({ instancePath, message, params }) => `${what}: ${instancePath} ${message} ${JSON.stringify(params)}`,
    );
  };
  return {
    parameters: (operation, form) => check(forms, "parameters", operation, parseForm(form)),
    answer: (operation, body) => check(objects, "answers", operation, body),
    event: ({ type, data }) => check(objects, "events", type, data.object),
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
