import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { AgreementsPage } from "#app/features/donations/agreements/agreements-page.tsx";
import { loadAgreements } from "#app/features/donations/agreements/work-page.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("agreements")("listCrumb"));

export const loader = (args: LoaderFunctionArgs) => loadAgreements(args);

export default function Agreements() {
  return <AgreementsPage {...useLoaderData<typeof loader>()} />;
}
