import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { AuditPage } from "#app/features/supervision/audit-page.tsx";
import { loadAudit } from "#app/features/supervision/load-audit.server.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("audit")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  return loadAudit(request, user.id, "officer");
}

export default function Audit() {
  return <AuditPage {...useLoaderData<typeof loader>()} path="/supervision/audit" isMember={false} />;
}
