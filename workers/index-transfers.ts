import { indexTransfers } from "#app/features/ledger/index-transfers.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Gives committed transfers their public index. */
export const indexTransfersJob: Handler<"index-transfers"> = async () => {
  await indexTransfers();
};
