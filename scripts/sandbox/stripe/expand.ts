import type { SandboxState } from "../state.ts";
import { hiddenList, objectById } from "./objects.ts";
import { invalid } from "./refusal.ts";

type Plain = Record<string, unknown>;
const DEEPEST = 4;

/** Replaces ids by their objects along the paths of `expand[]`; changes `target` in place. */
export function expand(state: SandboxState, account: string, target: Plain, paths: string[]): void {
  for (const path of paths) {
    const steps = path.split(".");
    if (steps.length > DEEPEST + 1)
      throw invalid(`You cannot expand more than ${DEEPEST} levels of a property: ${path}`, "expand");
    walk(state, account, target, steps, path);
  }
}

function walk(state: SandboxState, account: string, node: unknown, steps: string[], path: string): void {
  const [step, ...rest] = steps;
  if (step === undefined || node === null || node === undefined) return;
  if (Array.isArray(node)) {
    for (const item of node) walk(state, account, item, steps, path);
    return;
  }
  if (typeof node !== "object") throw notExpandable(path);
  const parent = node as Plain;
  const value = parent[step] === null ? null : (parent[step] ?? hiddenList(state, parent, step));
  if (value === undefined) throw notExpandable(path);
  if (typeof value === "string") {
    const found = objectById(state, account, value);
    if (!found) {
      if (/^(cus|pm|ba|prod)_/.test(value)) return;
      throw notExpandable(path);
    }
    parent[step] = found;
  } else {
    if (typeof value === "number" || typeof value === "boolean") throw notExpandable(path);
    parent[step] = value;
  }
  walk(state, account, parent[step], rest, path);
}

function notExpandable(path: string): Error {
  return invalid(`This property cannot be expanded (${path}).`, "expand");
}
