import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { listRefundWork, searchGifts } from "#app/features/donations/work/refund-queries.server.ts";
import { RefundsPage } from "#app/features/donations/work/refunds-page.tsx";
import { giftSearchSchema } from "#app/features/donations/work/schema.ts";
import { requireMoneyPerson } from "#app/features/donations/work/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("moneyBack")("refundsTitle"));

const ROWS = 50;

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds } = await requireMoneyPerson(request);
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { q, amount, day } = giftSearchSchema.parse({ q: "", amount: null, day: null, ...query });
  const [requests, found] = await Promise.all([
    listRefundWork(organizationIds, ROWS),
    q || day ? searchGifts(organizationIds, { q, amountFen: amount, day }) : null,
  ]);
  const typed = { q, amount: query.amount ?? "", day: day ?? "" };
  return { requests, found, typed, waitingCount: requests.filter(({ state }) => state === "waiting").length };
}

export default function Refunds() {
  return <RefundsPage {...useLoaderData<typeof loader>()} />;
}
