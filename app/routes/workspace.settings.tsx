import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { recordOverseasBasis } from "#app/features/organizations/record-overseas-basis.server.ts";
import { loadSettings } from "#app/features/payments/channel-settings.server.ts";
import { type BasisAnswer, SettingsPage } from "#app/features/payments/settings-page.tsx";
import { disableChannel, enableChannel, testChannel } from "#app/features/payments/switch-channel.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("settings")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, ["charity-clerk", "charity-approver"]);
  const [{ organizationId }] = memberships;
  const mayRecord = memberships.some(({ role }) => role === "charity-approver");
  const said = new URL(request.url).searchParams.get("done");
  const done = (["saved", "savedUntested", "tested", "disabled", "enabled"] as const).find(
    (one) => one === said,
  );
  return { ...(await loadSettings(organizationId)), mayRecord, done: done ?? null };
}

export async function action({ request }: ActionFunctionArgs) {
  const { user, memberships } = await requireRole(request, ["charity-approver"]);
  const [{ organizationId }] = memberships;
  const form = await request.formData();
  const intent = form.get("intent");
  if (intent === "test" || intent === "disable" || intent === "enable") {
    const act = {
      organizationId,
      credentialId: String(form.get("credential")),
      userId: user.id,
      now: new Date(),
    };
    const switched = await { test: testChannel, disable: disableChannel, enable: enableChannel }[intent](act);
    if (switched.ok) return redirect(`/workspace/settings?done=${intent}${intent === "test" ? "ed" : "d"}`);
    return data<BasisAnswer>({ channel: switched.reason }, { status: 409 });
  }
  const basis = String(form.get("basis") ?? "");
  const result = await recordOverseasBasis({ organizationId, userId: user.id, basis, now: new Date() });
  if (result.ok) return data<BasisAnswer>({ saved: true });
  return data<BasisAnswer>({ saved: false, basis, reason: result.reason }, { status: 422 });
}

export default function Settings() {
  return <SettingsPage {...useLoaderData<typeof loader>()} answer={useActionData<typeof action>()} />;
}
