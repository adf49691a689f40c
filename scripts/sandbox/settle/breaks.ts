/** What a settle is told to get wrong, so that reconciliation has something to find. */
export type Breaks = {
  omit: Set<string>;
  change: Map<string, { amountFen: bigint; feeFen: bigint | null }>;
  extra: Extra[];
};

export type Extra = {
  merchant: string;
  source: "alipay" | "stripe" | "bank";
  amountFen: bigint;
  paymentId: string | null;
  subject: string | null;
  counterparty: string | null;
};

/** One merchant's day at one source, as the settle answers it. */
export type SettledDay = {
  merchant: string;
  source: "alipay" | "stripe" | "bank";
  day: string;
  rows: number;
  grossFen: bigint;
  feeFen: bigint;
  netFen: bigint;
  withdrawal?: { id: string; amountFen: bigint; bankReference: string };
  payout?: {
    id: string;
    amountFen: bigint;
    arrivalDate: string;
    bankReference: string | null;
    status: string;
  };
};

export function omitted(breaks: Breaks, ...ids: (string | null | undefined)[]): boolean {
  return ids.some((id) => id !== null && id !== undefined && breaks.omit.has(id));
}

export function changeOf(
  breaks: Breaks,
  ...ids: (string | null | undefined)[]
): { amountFen: bigint; feeFen: bigint | null } | undefined {
  for (const id of ids) {
    const change = id ? breaks.change.get(id) : undefined;
    if (change) return change;
  }
  return undefined;
}

/** Items by day, the days in order. */
export function byDay<Item>(items: Item[], dayOf: (item: Item) => string): [string, Item[]][] {
  const days = new Map<string, Item[]>();
  for (const item of items) {
    const day = dayOf(item);
    const known = days.get(day);
    if (known) known.push(item);
    else days.set(day, [item]);
  }
  return [...days].sort(([left], [right]) => (left < right ? -1 : 1));
}
