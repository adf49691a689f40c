import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Outlet, useLoaderData } from "@remix-run/react";
import { PROPOSER_ROLES } from "#app/features/disbursements/disbursement-state.ts";
import { MONEY_ASKER_ROLES } from "#app/features/donations/money-roles.ts";
import { inLang } from "#app/features/funds/fund-text.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { WORKSPACE_ROLES } from "#app/features/identity/roles.ts";
import { useLang, useT } from "#app/lib/i18n-react.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";
import { SubNav } from "#app/ui/sub-nav.tsx";

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

/** The rooms, each with the roles that may enter it. */
const ROOMS = [
  { href: "/workspace", key: "today", roles: WORKSPACE_ROLES },
  { href: "/workspace/reconciliation", key: "reconciliation", roles: ["charity-clerk", "charity-approver"] },
  { href: "/workspace/disbursements", key: "disbursements", roles: PROPOSER_ROLES },
  { href: "/workspace/gifts", key: "gifts", roles: ["charity-clerk", "charity-approver"] },
  { href: "/workspace/refunds", key: "refunds", roles: MONEY_ASKER_ROLES },
  { href: "/workspace/quarantine", key: "quarantine", roles: MONEY_ASKER_ROLES },
  { href: "/workspace/disclosures", key: "disclosures", roles: PROPOSER_ROLES },
  { href: "/workspace/settings", key: "settings", roles: ["charity-clerk", "charity-approver"] },
] as const;

/** The bar of the workspace over all its pages. */
export default function Workspace() {
  const { userName, organizationName, organizationNameEn, roles, path } = useLoaderData<typeof loader>();
  const t = useT("workspace");
  const lang = useLang();
  return (
    <>
      <SubNav
        who={inLang(lang, organizationName, organizationNameEn)}
        role={`${roles.map((role) => t(`role_${role}`)).join(" ")} ${userName}`}
        label={t("label")}
        items={ROOMS.filter((room) => room.roles.some((role) => roles.includes(role))).map(
          ({ href, key }) => ({
            href,
            label: t(key),
            current: href === "/workspace" ? path === href : path.startsWith(href),
          }),
        )}
      />
      <Outlet />
    </>
  );
}
