import type { SandboxState } from "./state.ts";

export const FAULT_KINDS = [
  "reset-before",
  "reset-after",
  "timeout",
  "409",
  "429",
  "500",
  "wrong-currency",
  "wrong-app",
  "wrong-seller",
  "wrong-secret",
  "future",
  "reordered",
  "late",
  "double-pay",
  "refund-fails",
  "payout-fails",
  "balance-not-enough",
  "payee-missing",
  "pay-pending",
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];
export type Fault = { id: string; operation: string; kind: FaultKind; left: number };

export const CALL_FAULTS: readonly FaultKind[] = [
  "reset-before",
  "reset-after",
  "timeout",
  "409",
  "429",
  "500",
];
export const MESSAGE_FAULTS: readonly FaultKind[] = [
  "wrong-app",
  "wrong-seller",
  "wrong-secret",
  "future",
  "reordered",
];

/** The connection is to be cut without an answer. */
export class ConnectionReset extends Error {}
/** The connection is to stay open without an answer until the caller gives up. */
export class NoAnswer extends Error {}

export function addFault(state: SandboxState, operation: string, kind: FaultKind, times: number): Fault {
  const id = String(state.next("fault"));
  return state.tables.faults.put(id, { id, operation, kind, left: times });
}

/** Uses up one armed fault of the wanted kinds whose operation matches one of the names; undefined when none is armed. */
export function takeFault(
  state: SandboxState,
  kinds: readonly FaultKind[],
  names: string[],
): FaultKind | undefined {
  for (const fault of state.tables.faults.all()) {
    if (!kinds.includes(fault.kind) || !names.some((name) => matches(fault.operation, name))) continue;
    if (fault.left <= 1) state.tables.faults.remove(fault.id);
    else state.tables.faults.put(fault.id, { ...fault, left: fault.left - 1 });
    return fault.kind;
  }
  return undefined;
}

/** "*" matches everything; a star elsewhere stands for any run of characters. */
function matches(operation: string, name: string): boolean {
  if (operation === "*" || operation === name) return true;
  if (!operation.includes("*")) return false;
  const pattern = operation.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${pattern.join(".*")}$`).test(name);
}

/** What stands before an operation: a cut connection or a refusal; otherwise the fault to apply after it, if any. */
export function breakBefore(kind: FaultKind | undefined): void {
  if (kind === "reset-before") throw new ConnectionReset();
}

export function breakAfter(kind: FaultKind | undefined): void {
  if (kind === "reset-after") throw new ConnectionReset();
  if (kind === "timeout") throw new NoAnswer();
}
