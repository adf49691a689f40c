import { Failure } from "../services/failure.ts";
import type { PublishedTransfer } from "./fund-model.ts";

export interface PublishedFund {
  id: string;
  slug: string;
  name: string;
  kind: string;
  fund: Record<string, number | string>;
}

interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
}

const KINDS = ["projects", "consumption-campaigns", "drives", "trusts"] as const;

/** Every published fund with its published figures. */
export async function readFunds(baseUrl: string): Promise<PublishedFund[]> {
  const funds: PublishedFund[] = [];
  for (const kind of KINDS) {
    for await (const fund of pages<PublishedFund>(`${baseUrl}/api/v1/${kind}`)) funds.push(fund);
  }
  return funds;
}

/** Published transfers, newest first, down to an index that was seen before. */
export async function* readTransfers(baseUrl: string, seenIndex: number): AsyncGenerator<PublishedTransfer> {
  for await (const transfer of pages<PublishedTransfer>(`${baseUrl}/api/v1/ledger/transfers`)) {
    if (transfer.publicIndex <= seenIndex) return;
    yield transfer;
  }
}

async function* pages<Row>(url: string): AsyncGenerator<Row> {
  let cursor: string | null = null;
  do {
    const address = `${url}?limit=100${cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`}`;
    const page: Page<Row> = await readJson(address);
    yield* page.data;
    cursor = page.nextCursor;
  } while (cursor !== null);
}

async function readJson<T>(url: string): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(url, { headers: { accept: "application/json" } });
  } catch (error) {
    throw new Failure(`${url} cannot be reached: ${error instanceof Error ? error.message : "unknown"}`);
  }
  if (!answer.ok) throw new Failure(`${url} answered ${answer.status}`);
  return (await answer.json()) as T;
}
