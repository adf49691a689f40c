import { resealAid } from "#app/features/aid/reseal-aid.server.ts";
import { resealWebhooks } from "#app/features/consumption/webhooks/keep-webhooks.server.ts";
import { resealPayees } from "#app/features/disbursements/payees/reseal-payees.server.ts";
import { resealCredentials } from "#app/features/payments/reseal-credentials.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Brings payment credentials, payees' accounts, applicants' data and webhook secrets under the current key, and says how many are not there yet. */
export const resealCredentialsJob: Handler<"reseal-credentials"> = async (_payload, { now, log }) => {
  const { resealed, remaining, unreadable } = await resealCredentials(now);
  if (resealed > 0 || remaining > 0) log.info({ resealed, remaining, unreadable }, "credentials resealed");
  const payees = await resealPayees();
  if (payees > 0) log.info({ payees }, "payees resealed");
  const aid = await resealAid();
  if (aid > 0) log.info({ aid }, "applicants' data resealed");
  const webhooks = await resealWebhooks(now);
  if (webhooks > 0) log.info({ webhooks }, "webhook secrets resealed");
};
