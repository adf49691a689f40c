import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerAuditDownload } from "#app/features/supervision/load-audit.server.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  const { lang } = preferencesOf(request, context);
  return answerAuditDownload(request, { userId: user.id, as: "officer", lang });
}
