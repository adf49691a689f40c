import type { FundCategory } from "#app/features/funds/categories.ts";
import type { FundKind } from "#app/features/funds/kinds.ts";

/** Chinese, then English. */
export type Both = readonly [zh: string, en: string];

/** A line of the budget: code, Chinese, English, planned yuan. */
export type BudgetLine = readonly [code: string, zh: string, en: string, yuan: number];

/** Something the fund pays for, again and again; the payee is never public. */
export type ThingPaid = readonly [purposeCode: string, zh: string, en: string, payee: string];

export interface FundSpec {
  slug: string;
  kind: FundKind;
  /** The organization's slug. */
  by: string;
  title: Both;
  lead: Both;
  story: Both;
  category: FundCategory;
  division: string;
  state: "draft" | "open" | "paused" | "ended";
  goalYuan?: number;
  isPublicCampaign?: boolean;
  /** Serial of the filing number and the campaign's days from today; null: not filed. */
  filed: { serial: number; fromDays: number; toDays: number } | null;
  deedAllowsGifts?: boolean;
  beneficiaries: Both;
  surplus: Both;
  hint?: Both;
  budget: readonly BudgetLine[];
  /** The year's gifts: how many, how much in all, between which days. */
  gifts?: {
    count: number;
    /** Without it: what so many small gifts come to. */
    yuan?: number;
    fromDays: number;
    toDays: number;
    /** Who gives the large sums. */
    large?: "units" | "enterprises" | "merchants";
    /** Share of gifts by card from abroad, where the organization may take them. */
    cardShare?: number;
  };
  /** What part of the gifts was spent, in how many payments, for how many people each. */
  spending?: {
    share: number;
    count: number;
    people: readonly [least: number, most: number];
    things: readonly ThingPaid[];
  };
}
