import { sendRefund } from "#app/features/donations/send-refund.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Asks the provider to pay out a refund that two people have agreed to. */
export const sendRefundJob: Handler<"send-refund"> = async ({ fundId, refundId }, { now }) => {
  await sendRefund(fundId, refundId, now);
};
