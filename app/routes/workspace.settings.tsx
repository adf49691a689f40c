import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { recordOverseasBasis } from "#app/features/organizations/record-overseas-basis.server.ts";
import { loadSettings } from "#app/features/payments/channel-settings.server.ts";
import { type BasisAnswer, SettingsPage } from "#app/features/payments/settings-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("settings")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, ["charity-clerk", "charity-approver"]);
  const [{ organizationId }] = memberships;
  const mayRecord = memberships.some(({ role }) => role === "charity-approver");
  return { ...(await loadSettings(organizationId)), mayRecord };
}

export async function action({ request }: ActionFunctionArgs) {
  const { user, memberships } = await requireRole(request, ["charity-approver"]);
  const [{ organizationId }] = memberships;
  const basis = String((await request.formData()).get("basis") ?? "");
  const result = await recordOverseasBasis({ organizationId, userId: user.id, basis, now: new Date() });
  if (result.ok) return data<BasisAnswer>({ saved: true });
  return data<BasisAnswer>({ saved: false, basis, reason: result.reason }, { status: 422 });
}

export default function Settings() {
  return <SettingsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
