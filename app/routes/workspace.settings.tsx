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
import { actOnBankAccounts, BANK_INTENTS } from "#app/features/payments/bank-accounts-page.server.ts";
import { loadSettings } from "#app/features/payments/channel-settings.server.ts";
import { type BasisAnswer, DONE, SettingsPage } from "#app/features/payments/settings-page.tsx";
import { disableChannel, enableChannel, testChannel } from "#app/features/payments/switch-channel.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

const ROLES = ["charity-clerk", "charity-approver"] as const;

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("settings")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user, memberships } = await requireRole(request, ROLES);
  const [{ organizationId }] = memberships;
  const mayRecord = memberships.some(({ role }) => role === "charity-approver");
  const said = new URL(request.url).searchParams.get("done");
  const done = DONE.find((one) => one === said);
  return { ...(await loadSettings(organizationId)), userId: user.id, mayRecord, done: done ?? null };
}

export async function action({ request }: ActionFunctionArgs) {
  const member = await requireRole(request, ROLES);
  const form = await request.formData();
  const intent = form.get("intent");
  const bankIntent = BANK_INTENTS.find((one) => one === intent);
  if (bankIntent) {
    const [{ organizationId }] = member.memberships;
    return actOnBankAccounts(bankIntent, form, { organizationId, userId: member.user.id, now: new Date() });
  }
  const { user, memberships } = await requireRole(request, ["charity-approver"]);
  const [{ organizationId }] = memberships;
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
