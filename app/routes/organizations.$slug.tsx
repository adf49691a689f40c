import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useLoaderData } from "@remix-run/react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { loadOrganization } from "#app/features/open-data/load-organizations.server.ts";
import { OrganizationPage } from "#app/features/open-data/organization-page.tsx";
import { publicPageHeaders } from "#app/lib/cache-headers.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project p-organization" };
export const headers = publicPageHeaders;

export const meta: MetaFunction<typeof loader> = ({ matches, data }) =>
  pageMeta(matches, (t, lang) =>
    data ? inLang(lang, data.organization.name, data.organization.nameEn) : t("ui")("errWhat404"),
  );

export function loader({ params }: LoaderFunctionArgs) {
  return loadOrganization(params.slug, new Date());
}

export default function Organization() {
  return <OrganizationPage {...useLoaderData<typeof loader>()} />;
}
