import { buildExport } from "#app/features/exports/build-export.server.ts";
import type { Handler } from "#workers/job-context.ts";

/** Builds one large file of an organization's records. */
export const buildExportJob: Handler<"build-export"> = async (payload, { signal }) => {
  await buildExport({ ...payload, signal, now: () => new Date() });
};
