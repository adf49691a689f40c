import { takeUpload } from "#app/features/consumption/intake/upload/take-upload.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Takes the orders of an uploaded list. */
export const takeOrderListJob: Handler<"take-order-list"> = async ({ uploadId }, { now, signal }) => {
  await takeUpload(uploadId, now, signal);
};
