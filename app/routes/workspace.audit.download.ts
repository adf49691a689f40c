import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { RECORD_KEEPERS } from "#app/features/organizations/correct-organization.server.ts";
import { answerAuditDownload } from "#app/features/supervision/load-audit.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  const { user } = await requireRole(request, RECORD_KEEPERS);
  const { lang } = preferencesOf(request, context);
  return answerAuditDownload(request, { userId: user.id, as: "member", lang });
}
