import type { LoaderFunctionArgs } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { unreceiptedCsv, waitingListCsv } from "#app/features/receipts/waiting-list.server.ts";
import { requireReceiptPerson } from "#app/features/receipts/work-person.server.ts";

/** The waiting requests for the finance department's system; with ?fund= the gifts of a fund that nobody asked for. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireReceiptPerson(request);
  const fundId = new URL(request.url).searchParams.get("fund");
  const csv = fundId ? await unreceiptedCsv(fundId, organizationIds) : await waitingListCsv(organizationIds);
  return new Response(csv, {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="receipts-waiting.csv"',
    },
  });
}
