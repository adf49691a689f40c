import type { LoaderFunctionArgs } from "@remix-run/node";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { waitingListCsv } from "#app/features/receipts/waiting-list.server.ts";
import { requireReceiptPerson } from "#app/features/receipts/work-person.server.ts";

/** The waiting requests for the finance department's system. */
export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireReceiptPerson(request);
  return new Response(await waitingListCsv(organizationIds), {
    headers: {
      ...PRIVATE_HEADERS,
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="receipts-waiting.csv"',
    },
  });
}
