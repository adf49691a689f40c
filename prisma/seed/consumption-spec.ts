import type { AgreementTerms } from "#app/features/consumption/rules/terms.ts";

/** When a shop sells: hour and how often. */
export const HOURS = {
  breakfast: [
    [6, 4],
    [7, 9],
    [8, 6],
    [9, 2],
  ],
  meals: [
    [10, 1],
    [11, 7],
    [12, 9],
    [13, 3],
    [17, 5],
    [18, 8],
    [19, 4],
    [20, 1],
  ],
  day: [
    [9, 4],
    [10, 6],
    [11, 5],
    [13, 4],
    [14, 6],
    [15, 6],
    [16, 6],
    [17, 4],
    [18, 2],
  ],
  stay: [
    [12, 2],
    [14, 5],
    [15, 6],
    [16, 5],
    [18, 4],
    [20, 3],
    [21, 2],
  ],
} as const satisfies Record<string, readonly (readonly [number, number])[]>;

export interface SalesSpec {
  /** Mean orders of a weekday and of a Saturday or Sunday. */
  perDay: readonly [weekday: number, weekend: number];
  hours: keyof typeof HOURS;
  /** Prices in fen between which orders lie; most are near the first. */
  priceFen: readonly [least: number, most: number];
  /** How many things are in an order, where the till tells. */
  items?: readonly [least: number, most: number];
  sku?: string;
  /** What share of the orders come back, all or in part. */
  returned?: number;
  /** What share of the orders have a discount. */
  discounted?: number;
  source: "api" | "csv" | "till";
}

/** How an enterprise pays what its statements say. */
export type Paying =
  /** Each statement a week after it is drawn. */
  | "punctual"
  /** The last but one is confirmed and not paid, the last one not confirmed. */
  | "behind"
  /** As the first, but the last statement is disputed. */
  | "disputes"
  /** Nothing since the third statement. */
  | "stopped";

export interface AgreementSpec {
  /** The enterprise's slug. */
  merchant: string;
  /** Days from today between which it holds. */
  fromDays: number;
  toDays: number;
  terms: Partial<AgreementTerms> & Pick<AgreementTerms, "rule" | "goods" | "goodsEn">;
  /** A second version, from a day of its own; `isAwaited`: the enterprise has not confirmed it. */
  next?: { fromDays: number; terms: Partial<AgreementTerms>; isAwaited?: true };
  /** Only the charity has confirmed the first version. */
  isAwaited?: true;
  sales?: SalesSpec;
  paying?: Paying;
  suspended?: { daysAgo: number; note: string };
  ended?: { daysAgo: number; reason: string };
  /** What is odd about its orders, for the rules to find. */
  odd?: "night-burst" | "sells-less-than-declared" | "told-twice";
  /** Its shop: address, and where along the street it is, in thousandths, on which side; null: elsewhere. */
  shop?: { address: string; along: number | null; side?: "east" | "west"; name?: string; nameEn?: string };
}

export interface CampaignSpec {
  fundSlug: string;
  organization: string;
  agreements: readonly AgreementSpec[];
}
