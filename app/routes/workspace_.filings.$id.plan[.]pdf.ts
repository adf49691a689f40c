import type { LoaderFunctionArgs } from "@remix-run/node";
import { filingPdf } from "#app/features/funds/filings/filing-pdf.server.ts";
import { findFiling } from "#app/features/funds/filings/queries.server.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** The filing form as a document, for the charity's own people. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, ["charity-clerk", "charity-approver"]);
  const filing = await findFiling(
    params.id ?? "",
    memberships.map(({ organizationId }) => organizationId),
  );
  if (!filing) throw new Response(null, { status: 404 });
  const bytes = await filingPdf(filing, preferencesOf(request, context).lang);
  return new Response(new Uint8Array(bytes), {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/pdf",
      "Content-Disposition": `inline; filename="filing-${filing.filingNo ?? filing.id}.pdf"`,
    },
  });
}
