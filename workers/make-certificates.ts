import { makeCertificates, pruneCertificates } from "#app/features/receipts/make-certificates.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Makes what is left of a batch of certificates; old batches are taken away on the way. */
export const makeCertificatesJob: Handler<"make-certificates"> = async ({ workId }, { now, signal }) => {
  await pruneCertificates(now);
  await makeCertificates(workId, { now: () => new Date(), signal });
  // Out of time: the next try goes on where this one stopped.
  if (signal.aborted) throw new Error(`certificates of ${workId} are not all made yet`);
};
