import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";
import { SubNav } from "#app/ui/sub-nav.tsx";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "supervision" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("supervision")("label"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user, bureau } = await requireOfficer(request);
  return {
    userName: user.name,
    bureauName: bureau.organizationName,
    bureauNameEn: bureau.organizationNameEn,
    path: new URL(request.url).pathname,
  };
}

/** The rooms of a bureau officer. One line each. */
const ROOMS = [
  { href: "/supervision", key: "today" },
  { href: "/supervision/organizations", key: "organizations" },
  { href: "/supervision/duties", key: "duties" },
  { href: "/supervision/aid", key: "aid" },
  { href: "/supervision/signals", key: "signals" },
  { href: "/supervision/audit", key: "audit" },
] as const;

/** The bar of supervision over all its pages. Each page asks for the right again, in its own query. */
export default function Supervision() {
  const { userName, bureauName, bureauNameEn, path } = useLoaderData<typeof loader>();
  const t = useT("supervision");
  const tw = useT("workspace");
  return (
    <>
      <SubNav
        who={inLang(useLang(), bureauName, bureauNameEn)}
        role={`${tw("role_bureau-officer")} ${userName}`}
        label={t("label")}
        items={ROOMS.map(({ href, key }) => ({
          href,
          label: t(key),
          current: href === "/supervision" ? path === href : path.startsWith(href),
        }))}
      />
      <Outlet />
    </>
  );
}
