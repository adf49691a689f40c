import type { MemberRole } from "#app/features/identity/roles.ts";

/** Who receives, stores and hands over goods, and who counts and approves as the second person. */
export const GOODS_ROLES = ["charity-clerk", "charity-approver"] as const satisfies MemberRole[];
export const GOODS_APPROVER_ROLES = ["charity-approver"] as const satisfies MemberRole[];

/**
 * How goods got their value (财会〔2024〕25号): by the giver's voucher, else by fair value with its proof, else
 * at one yuan where it cannot be measured.
 */
export const VALUATIONS = ["voucher", "fair-value", "nominal"] as const;
export type Valuation = (typeof VALUATIONS)[number];
export const NOMINAL_FEN = 100n;

/** What happens to goods in store. `moved`: to another place; `written-off`: spoiled, broken, lost. */
export const GOODS_MOVES = ["issued", "moved", "written-off"] as const;
export type GoodsMoveKind = (typeof GOODS_MOVES)[number];

export const MAX_QUANTITY = 10_000_000;
export const MAX_VALUE_FEN = 100_000_000_000n;
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** Stock of one item by place: what was received, less and plus what moved. */
export interface StockMove {
  kind: GoodsMoveKind;
  quantity: number;
  fromPlace: string;
  toPlace: string | null;
  decision: "approved" | "rejected" | null;
}

export interface PlaceStock {
  place: string;
  quantity: number;
}

/**
 * What lies where. Whatever somebody has asked for and nobody has refused is set aside already, so that two
 * people cannot promise the same sack.
 */
export function stockOf(
  item: { quantity: number; place: string },
  moves: readonly StockMove[],
): PlaceStock[] {
  const byPlace = new Map<string, number>([[item.place, item.quantity]]);
  const add = (place: string, quantity: number) => byPlace.set(place, (byPlace.get(place) ?? 0) + quantity);
  for (const move of moves) {
    if (move.decision === "rejected") continue;
    add(move.fromPlace, -move.quantity);
    if (move.kind === "moved" && move.toPlace !== null && move.decision === "approved")
      add(move.toPlace, move.quantity);
  }
  return [...byPlace]
    .filter(([, quantity]) => quantity !== 0)
    .map(([place, quantity]) => ({ place, quantity }));
}

/**
 * The value of the next `quantity` of an item of which `takenBefore` are gone: cut from the whole, so that all
 * parts together are the whole to the fen.
 */
export function valueOfPart(
  item: { quantity: number; valueFen: bigint },
  takenBefore: number,
  quantity: number,
): bigint {
  const upTo = (count: number): bigint => (item.valueFen * BigInt(count)) / BigInt(item.quantity);
  return upTo(takenBefore + quantity) - upTo(takenBefore);
}
