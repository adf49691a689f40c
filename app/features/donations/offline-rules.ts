/**
 * Terms of gifts by bank transfer: one dated table, the row with the latest `from` not after the day counts.
 * Not statutory: a pledge binds nobody here (慈善法 Art. 41 names the pledges that do), so one that nobody paid is
 * closed after some weeks, and a transfer that comes later counts all the same.
 */
const PLEDGE_RULES: readonly { from: string; closesAfterDays: number }[] = [
  { from: "2026-01-01", closesAfterDays: 60 },
];

/** Days after which an unpaid pledge is closed. `today` is the day in China. */
export function pledgeDays(today: string): number {
  return PLEDGE_RULES.findLast((rule) => rule.from <= today)?.closesAfterDays ?? 60;
}
