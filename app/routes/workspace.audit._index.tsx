import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { RECORD_KEEPERS } from "#app/features/organizations/correct-organization.server.ts";
import { AuditPage } from "#app/features/supervision/audit-page.tsx";
import { loadAudit } from "#app/features/supervision/load-audit.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("audit")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireRole(request, RECORD_KEEPERS);
  return loadAudit(request, user.id, "member");
}

export default function Audit() {
  return <AuditPage {...useLoaderData<typeof loader>()} path="/workspace/audit" isMember={true} />;
}
