import { readFileSync } from "node:fs";
import type { Form, FormValue } from "./form.ts";
import { invalid } from "./refusal.ts";

type Node = string | { a: Node } | { o: Record<string, Node> };

/** Derived from the SDK's declarations by write-parameters.mjs. */
const KNOWN = JSON.parse(readFileSync(new URL("./parameters.json", import.meta.url), "utf8")) as Record<
  string,
  Node
>;

/** Refuses parameters that the operation does not have, values of the wrong kind, and required ones that are absent. */
export function checkParameters(operation: string, form: Form): void {
  const tree = KNOWN[operation];
  if (!tree) throw new Error(`no parameters are known for ${operation}`);
  check(tree, form, "");
}

function check(node: Node, value: FormValue, name: string): void {
  if (node === "*" || (value === "" && name !== "")) return;
  if (typeof node === "string") {
    checkScalar(node, value, name);
    return;
  }
  if ("a" in node) {
    if (!Array.isArray(value)) throw invalid(`Invalid array`, name);
    for (const [index, item] of value.entries()) check(node.a, item, `${name}[${index}]`);
    return;
  }
  if (typeof value === "string") {
    if (isRange(node) && /^\d+$/.test(value)) return;
    throw invalid("Invalid object", name);
  }
  if (Array.isArray(value)) throw invalid("Invalid object", name);
  checkObject(node.o, value, name);
}

function checkObject(fields: Record<string, Node>, value: Form, name: string): void {
  const below = (key: string) => (name === "" ? key : `${name}[${key}]`);
  for (const [key, item] of Object.entries(value)) {
    const field = own(fields, key) ?? own(fields, `${key}!`);
    if (field === undefined) {
      throw invalid(`Received unknown parameter: ${below(key)}`, below(key), "parameter_unknown");
    }
    check(field, item, below(key));
  }
  for (const key of Object.keys(fields)) {
    if (!key.endsWith("!") || value[key.slice(0, -1)] !== undefined) continue;
    const absent = below(key.slice(0, -1));
    throw invalid(`Missing required param: ${absent}.`, absent, "parameter_missing");
  }
}

function own(fields: Record<string, Node>, key: string): Node | undefined {
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}

/** A range filter (gt, gte, lt, lte) may also be one moment. */
function isRange(node: { o: Record<string, Node> }): boolean {
  return "gte" in node.o && "lt" in node.o;
}

function checkScalar(kind: string, value: FormValue, name: string): void {
  if (kind === "m") {
    if (typeof value === "string" || Array.isArray(value)) throw invalid("Invalid object", name);
    return;
  }
  if (typeof value !== "string") throw invalid("Invalid string", name);
  if (kind === "i" && !/^-?\d{1,15}$/.test(value)) {
    throw invalid(`Invalid integer: ${value}`, name, "parameter_invalid_integer");
  }
  if (kind === "b" && value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`, name);
  if (kind.startsWith("e:") && !kind.slice(2).split("|").includes(value)) {
    throw invalid(`Invalid ${name}: must be one of ${kind.slice(2).replaceAll("|", ", ")}`, name);
  }
}
