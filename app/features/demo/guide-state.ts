import type { GuideGift, GuidePayment } from "./queries.server.ts";

export const GUIDE_STEPS = ["give", "pay", "look", "close", "approve", "payOut", "trace"] as const;
export type GuideStepKey = (typeof GUIDE_STEPS)[number];

/** What a walk has come to. */
export interface GuideProgress {
  gift: GuideGift | null;
  payment: GuidePayment | null;
  hasLooked: boolean;
}

/** The first step that is not done; null at the end. Pure. */
export function stepToDo({ gift, payment, hasLooked }: GuideProgress): GuideStepKey | null {
  if (!gift) return "give";
  if (!gift.paidAt) return "pay";
  if (!hasLooked && !gift.settledAt) return "look";
  if (!gift.settledAt) return "close";
  if (!payment?.approvedAt) return "approve";
  if (!payment.paidAt || payment.deliveredFen < payment.amountFen) return "payOut";
  return payment.fromGiftFen > 0n || payment.tracedAt ? null : "trace";
}

/** How each step looks while this one is to be done. */
export function stateOfStep(key: GuideStepKey, toDo: GuideStepKey | null): "done" | "now" | "later" {
  if (toDo === null || GUIDE_STEPS.indexOf(key) < GUIDE_STEPS.indexOf(toDo)) return "done";
  return key === toDo ? "now" : "later";
}
