import { pruneAid } from "#app/features/aid/prune-aid.server.ts";
import { pruneTestEvents } from "#app/features/consumption/intake/test-events.server.ts";
import { pruneUploads } from "#app/features/consumption/intake/upload/take-upload.server.ts";
import { pruneWebhooks } from "#app/features/consumption/webhooks/keep-webhooks.server.ts";
import { pruneExports } from "#app/features/exports/export-files.server.ts";
import { pruneIdentity } from "#app/features/identity/prune-identity.server.ts";
import { pruneStatementDrafts } from "#app/features/payments/statement-drafts.server.ts";
import { pruneRecords } from "#app/lib/prune-records.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Forgets what has no use any more: old sessions, links, first answers, sent mail. Never a row of the books. */
export const pruneRecordsJob: Handler<"prune-records"> = async (_payload, { now }) => {
  await pruneIdentity(now);
  await pruneRecords(now);
  await pruneStatementDrafts(now);
  await pruneAid(now);
  await pruneExports(now);
  await pruneWebhooks(now);
  await pruneTestEvents(now);
  await pruneUploads(now);
};
