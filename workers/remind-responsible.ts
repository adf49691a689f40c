import { remindResponsible } from "#app/features/disclosures/remind-responsible.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Sends each responsible person one letter a day about what is due soon or overdue. */
export const remindResponsibleJob: Handler<"remind-responsible"> = async (_payload, { now }) => {
  await remindResponsible(now);
};
