/**
 * How long a donor may take an online gift back without giving a reason. No law sets it: gifts for the public good
 * are not revocable at will (民法典 Arts. 658, 660), so this is what the platform and its charities grant, by a dated
 * value. After it a request is answered by the charity (see enquiries/answer-rules.ts, kind `refund`).
 */
export interface CoolingOffRule {
  hours: number;
  effectiveFrom: string;
}

const COOLING_OFF: readonly CoolingOffRule[] = [{ hours: 24, effectiveFrom: "2024-09-05" }];

/** The rule that held on the day of payment, `YYYY-MM-DD` in China; null before there was one. */
export function coolingOffRule(day: string): CoolingOffRule | null {
  return COOLING_OFF.findLast(({ effectiveFrom }) => effectiveFrom <= day) ?? null;
}

/** Until when a gift paid at that moment may be taken back. */
export function coolingOffUntil(paidAt: Date, { hours }: CoolingOffRule): Date {
  return new Date(paidAt.getTime() + hours * 3_600_000);
}
