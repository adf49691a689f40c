import { invariant } from "#app/lib/invariant.ts";
import type { SignalKind } from "./signal.ts";

/**
 * What is put before a person, and from which day these values hold. No law names such thresholds: 慈善法 Art. 37 asks
 * for the agreement, its performance and the publication of its result; the frauds are those that programmes of this
 * kind have met. So all of them are this site's own design values, and are shown as such. A new value is a new row.
 */
export interface SignalRules {
  /** The first Asia/Shanghai day on which they hold. */
  since: string;
  toldTwice: { lookBackDays: number; leastOtherContents: number };
  brushed: {
    lookBackDays: number;
    /** Fewer orders in a day are not looked at. */
    leastOrders: number;
    sameAmount: { orders: number; withinMinutes: number };
    /** Orders before `untilHour`, as many and as large a share (hundredths) of the day. */
    night: { untilHour: number; orders: number; share: number };
    returnedSoon: { withinMinutes: number; returns: number; share: number };
    /** More in one minute than a person rings up at a web till. */
    perMinuteAtTill: number;
  };
  /** Sales of the month to date in hundredths of what was declared for so many days. */
  farFromDeclared: { leastDays: number; leastShare: number; mostShare: number };
  /** Days after the end; and so many orders sent within so many days. */
  stillShown: { afterDays: number; orders: number; withinDays: number };
  merchantPaid: { lookBackDays: number };
  owingAgain: { statements: number };
  paidByAnother: { lookBackDays: number };
}

const RULES: readonly SignalRules[] = [
  {
    since: "2026-01-01",
    toldTwice: { lookBackDays: 35, leastOtherContents: 3 },
    brushed: {
      lookBackDays: 7,
      leastOrders: 20,
      sameAmount: { orders: 30, withinMinutes: 30 },
      night: { untilHour: 5, orders: 20, share: 30 },
      returnedSoon: { withinMinutes: 60, returns: 10, share: 20 },
      perMinuteAtTill: 12,
    },
    farFromDeclared: { leastDays: 10, leastShare: 40, mostShare: 250 },
    stillShown: { afterDays: 7, orders: 5, withinDays: 7 },
    merchantPaid: { lookBackDays: 365 },
    owingAgain: { statements: 2 },
    paidByAnother: { lookBackDays: 90 },
  },
];

/** The values that hold on a day; before the first, the first. */
export function rulesOn(day: string): SignalRules {
  const rules = RULES.findLast(({ since }) => since <= day) ?? RULES[0];
  invariant(rules, "there are rules");
  return rules;
}

/** The newest values. */
export function currentRules(): SignalRules {
  const rules = RULES.at(-1);
  invariant(rules, "there are rules");
  return rules;
}

/** Every figure that a rule's sentence may name. */
const NO_FIGURES = {
  count: 0,
  days: 0,
  hour: 0,
  least: 0,
  minutes: 0,
  most: 0,
  night: 0,
  nightShare: 0,
  perMinute: 0,
  same: 0,
  soon: 0,
  soonMinutes: 0,
  soonShare: 0,
  within: 0,
};
export type RuleFigures = typeof NO_FIGURES;

/** A rule's figures for its sentence in the dictionary; those that it does not name are 0. */
export const figuresOf = (kind: SignalKind, rules: SignalRules): RuleFigures => ({
  ...NO_FIGURES,
  ...ownFigures(kind, rules),
});

function ownFigures(kind: SignalKind, rules: SignalRules): Partial<RuleFigures> {
  switch (kind) {
    case "told-twice":
      return { days: rules.toldTwice.lookBackDays, count: rules.toldTwice.leastOtherContents };
    case "brushed":
      return {
        same: rules.brushed.sameAmount.orders,
        minutes: rules.brushed.sameAmount.withinMinutes,
        night: rules.brushed.night.orders,
        hour: rules.brushed.night.untilHour,
        nightShare: rules.brushed.night.share,
        soon: rules.brushed.returnedSoon.returns,
        soonMinutes: rules.brushed.returnedSoon.withinMinutes,
        soonShare: rules.brushed.returnedSoon.share,
        perMinute: rules.brushed.perMinuteAtTill,
      };
    case "far-from-declared":
      return {
        days: rules.farFromDeclared.leastDays,
        least: rules.farFromDeclared.leastShare,
        most: rules.farFromDeclared.mostShare,
      };
    case "still-shown":
      return {
        days: rules.stillShown.afterDays,
        count: rules.stillShown.orders,
        within: rules.stillShown.withinDays,
      };
    case "merchant-paid":
      return { days: rules.merchantPaid.lookBackDays };
    case "owing-again":
      return { count: rules.owingAgain.statements };
    case "paid-by-another":
      return { days: rules.paidByAnother.lookBackDays };
  }
}
