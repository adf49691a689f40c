import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { inLang } from "#app/features/funds/fund-text.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { WORKSPACE_ROLES } from "#app/features/identity/roles.ts";
import { WorkspaceNav } from "#app/features/identity/workspace-nav.tsx";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-workspace", nav: "workspace" };
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("workspace")("label"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user, memberships } = await requireRole(request, WORKSPACE_ROLES);
  const [{ organizationName, organizationNameEn }] = memberships;
  const roles = [...new Set(memberships.map(({ role }) => role))];
  return {
    userName: user.name,
    organizationName,
    organizationNameEn,
    roles,
    path: new URL(request.url).pathname,
  };
}

/** The bar of the workspace over all its pages. */
export default function Workspace() {
  const { userName, organizationName, organizationNameEn, roles, path } = useLoaderData<typeof loader>();
  const t = useT("workspace");
  const lang = useLang();
  return (
    <>
      <WorkspaceNav
        who={inLang(lang, organizationName, organizationNameEn)}
        role={`${roles.map((role) => t(`role_${role}`)).join(" ")} ${userName}`}
        path={path}
        roles={roles}
      />
      <Outlet />
    </>
  );
}
