import { boundsOf, daysOf, shanghaiDay } from "../clock.ts";
import { sum } from "../money.ts";
import { randomDigits } from "../random.ts";
import type { SandboxState } from "../state.ts";
import type { LedgerRow } from "./records.ts";

/** What the charity keeps in the account from before: refunds can be paid while the takings have left for the bank. */
export const OPENING_BALANCE_FEN = 10_000_000n;

export type LedgerEntry = Omit<LedgerRow, "id" | "appId" | "day" | "inFen" | "outFen"> & {
  inFen?: bigint;
  outFen?: bigint;
};

/** Net movement by app and day, kept beside the rows so that no question needs to read all of them. */
const netByDay = new WeakMap<SandboxState, Map<string, Map<string, bigint>>>();

function netsOf(state: SandboxState, appId: string): Map<string, bigint> {
  let apps = netByDay.get(state);
  if (!apps) {
    apps = new Map();
    netByDay.set(state, apps);
    for (const row of state.tables.ledgerRows.all()) add(apps, row);
  }
  const days = apps.get(appId) ?? new Map<string, bigint>();
  apps.set(appId, days);
  return days;
}

function add(apps: Map<string, Map<string, bigint>>, row: LedgerRow): void {
  const days = apps.get(row.appId) ?? new Map<string, bigint>();
  apps.set(row.appId, days);
  days.set(row.day, (days.get(row.day) ?? 0n) + row.inFen - row.outFen);
}

export function enterLedger(state: SandboxState, appId: string, entry: LedgerEntry): LedgerRow {
  netsOf(state, appId);
  const day = shanghaiDay(entry.at);
  const id = `${day.replaceAll("-", "")}${randomDigits(16)}`;
  const row = state.tables.ledgerRows.put(id, { inFen: 0n, outFen: 0n, ...entry, id, appId, day });
  add(netByDay.get(state)!, row);
  return row;
}

/** The rows of one day or month in order, and the balance before the first of them. */
export function ledgerDay(
  state: SandboxState,
  appId: string,
  day: string,
): { rows: LedgerRow[]; openingFen: bigint } {
  const rows = daysOf(day).flatMap((one) => state.tables.ledgerRows.inGroup(`${appId}:${one}`));
  rows.sort((left, right) => (left.at < right.at ? -1 : left.at > right.at ? 1 : 0));
  const { from } = boundsOf(day);
  const before = [...netsOf(state, appId)].filter(([other]) => other < from).map(([, netFen]) => netFen);
  return { rows, openingFen: OPENING_BALANCE_FEN + sum(before) };
}

/** What can be drawn: the balance above the opening one. */
export function drawableFen(state: SandboxState, appId: string): bigint {
  return sum(netsOf(state, appId).values());
}
