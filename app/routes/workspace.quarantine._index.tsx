import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { QuarantineListPage } from "#app/features/donations/work/quarantine-list-page.tsx";
import { listQuarantine, quarantineSums } from "#app/features/donations/work/quarantine-queries.server.ts";
import { requireMoneyPerson } from "#app/features/donations/work/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("moneyBack")("quarantineTitle"));

const ROWS = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  const person = await requireMoneyPerson(request);
  const isDecided = new URL(request.url).searchParams.get("which") === "decided";
  const which = isDecided ? ("decided" as const) : ("open" as const);
  const [items, sums] = await Promise.all([
    listQuarantine(person.organizationIds, which, ROWS),
    quarantineSums(person.organizationIds),
  ]);
  return { items, sums, which, person };
}

export default function Quarantine() {
  return <QuarantineListPage {...useLoaderData<typeof loader>()} />;
}
