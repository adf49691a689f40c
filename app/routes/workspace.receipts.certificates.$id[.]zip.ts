import type { LoaderFunctionArgs } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { certificateZip } from "#app/features/receipts/certificate-zip.server.ts";
import { requireReceiptPerson } from "#app/features/receipts/work-person.server.ts";

/** The certificates of a batch, streamed. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const { organizationIds } = await requireReceiptPerson(request);
  const zip = await certificateZip(params.id ?? "", organizationIds);
  if (!zip) throw new Response(null, { status: 404 });
  return new Response(zip, {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "application/zip",
      "Content-Disposition": `attachment; filename="certificates-${params.id}.zip"`,
    },
  });
}
