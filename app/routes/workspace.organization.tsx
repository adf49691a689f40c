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
import { RECORD_KEEPERS } from "#app/features/organizations/correct-organization.server.ts";
import { RECORD_DONE, RecordPage } from "#app/features/organizations/record-page.tsx";
import { actOnRecord, loadRecord } from "#app/features/organizations/record-pages.server.ts";
import { withdrawChange } from "#app/features/organizations/withdraw-change.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("register")("recordTitle"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { memberships } = await requireRole(request, RECORD_KEEPERS);
  const said = new URL(request.url).searchParams.get("done");
  const done = RECORD_DONE.find((one) => one === said) ?? null;
  return { ...(await loadRecord(memberships[0].organizationId, new Date())), done };
}

export async function action({ request }: ActionFunctionArgs) {
  const { user, memberships } = await requireRole(request, RECORD_KEEPERS);
  const form = await request.formData();
  const who = { userId: user.id, organizationId: memberships[0].organizationId, now: new Date() };
  if (form.get("intent") !== "withdraw") return actOnRecord(form, who);
  const result = await withdrawChange({ ...who, changeId: String(form.get("changeId")) });
  if (result.ok) return redirect("/workspace/organization?done=withdrawn");
  return data({ withdrawRefusal: result.reason }, { status: 409 });
}

export default function Organization() {
  const answer = useActionData<typeof action>();
  const isWithdrawal = answer !== undefined && "withdrawRefusal" in answer;
  return (
    <RecordPage
      {...useLoaderData<typeof loader>()}
      answer={answer === undefined || isWithdrawal ? undefined : answer}
      withdrawRefusal={isWithdrawal ? answer.withdrawRefusal : null}
    />
  );
}
