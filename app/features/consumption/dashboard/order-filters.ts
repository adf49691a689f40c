import { z } from "zod";

export const ORDER_SOURCES = ["api", "csv", "till"] as const;
export const ORDER_STATES = ["pending", "posted"] as const;

/** What of an enterprise's orders is shown, as the address says it; nonsense in it means "all". */
export interface OrderFilters {
  /** Days in China, "2026-11-22"; both included. */
  from: string | null;
  to: string | null;
  agreement: string | null;
  source: (typeof ORDER_SOURCES)[number] | null;
  /** `pending`: no posting has taken it up. */
  state: (typeof ORDER_STATES)[number] | null;
}

const schema = z.object({
  from: z.iso.date().nullable().catch(null),
  to: z.iso.date().nullable().catch(null),
  agreement: z
    .string()
    .regex(/^a[0-9a-z]{20}$/)
    .nullable()
    .catch(null),
  source: z.enum(ORDER_SOURCES).nullable().catch(null),
  state: z.enum(ORDER_STATES).nullable().catch(null),
});

export function readOrderFilters(query: URLSearchParams): OrderFilters {
  return schema.parse({
    from: query.get("from"),
    to: query.get("to"),
    agreement: query.get("agreement"),
    source: query.get("source"),
    state: query.get("state"),
  });
}

/** The filters as a query, without those that are not set. */
export function orderQuery(filters: OrderFilters): string {
  const set = Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== null);
  return new URLSearchParams(set).toString();
}
