import { invalid } from "./refusal.ts";

export type FormValue = string | FormValue[] | { [name: string]: FormValue };
export type Form = { [name: string]: FormValue };

/** "a[b][0]=x" → { a: { b: ["x"] } }: the body and query form of Stripe's API. */
export function parseForm(text: string): Form {
  const root: Form = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) place(root, path(name), value, name);
  return listed(root) as Form;
}

function path(name: string): string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\])*)$/.exec(name);
  if (!match) throw invalid(`Invalid request: malformed parameter name ${name}`, name, "parameter_unknown");
  const rest = [...match[2]!.matchAll(/\[([^[\]]*)\]/g)].map((part) => part[1]!);
  return [match[1]!, ...rest];
}

function place(root: Form, steps: string[], value: string, name: string): void {
  let node: Form = root;
  for (const step of steps.slice(0, -1)) {
    const below = node[step] ?? Object.create(null);
    if (typeof below === "string" || Array.isArray(below)) throw invalid(`Invalid object: ${name}`, name);
    node[step] = below;
    node = below;
  }
  const last = steps.at(-1)!;
  node[last === "" ? String(Object.keys(node).length) : last] = value;
}

/** Objects whose keys are 0, 1, 2 … are arrays. */
function listed(node: FormValue): FormValue {
  if (typeof node === "string" || Array.isArray(node)) return node;
  const keys = Object.keys(node);
  if (keys.length > 0 && keys.every((key, index) => key === String(index)))
    return keys.map((key) => listed(node[key]!));
  return Object.fromEntries(keys.map((key) => [key, listed(node[key]!)]));
}

export function object(value: FormValue | undefined): Form {
  return value !== undefined && typeof value !== "string" && !Array.isArray(value) ? value : {};
}

export function string(value: FormValue | undefined): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

export function strings(value: FormValue | undefined): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

/** The metadata given; an empty value means that the key is to be unset. */
export function metadata(
  value: FormValue | undefined,
  before: Record<string, string> = {},
): Record<string, string> {
  if (value === "") return {};
  const result = { ...before };
  for (const [key, item] of Object.entries(object(value))) {
    if (typeof item !== "string")
      throw invalid(`Metadata values must be strings: ${key}`, `metadata[${key}]`);
    if (key.length > 40) throw invalid("Metadata keys can be at most 40 characters", "metadata");
    if (item.length > 500) throw invalid("Metadata values can be at most 500 characters", `metadata[${key}]`);
    if (item === "") delete result[key];
    else result[key] = item;
  }
  if (Object.keys(result).length > 50) throw invalid("Metadata can have at most 50 keys", "metadata");
  return result;
}
