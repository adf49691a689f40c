import { type ActionFunctionArgs, data, type LoaderFunctionArgs, type MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { spendingFunds } from "#app/features/disbursements/budget-queries.server.ts";
import { handleAlert, listOpenAlerts } from "#app/features/donations/alerts.server.ts";
import {
  type GivingDayErrors,
  registerFromForm,
  type TypedGivingDay,
} from "#app/features/donations/giving-day-form.server.ts";
import { cancelGivingDay, listGivingDays } from "#app/features/donations/giving-days.server.ts";
import { GivingDaysPage } from "#app/features/donations/giving-days-page.tsx";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { useT } from "#app/lib/i18n-react.tsx";
import { Flash } from "#app/ui/flash.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("givingDays")("title"));

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, ["charity-clerk", "charity-approver"]);
  const organizationIds = [...new Set(memberships.map(({ organizationId }) => organizationId))];
  return { userId: user.id, organizationIds, funds: await spendingFunds(organizationIds) };
}

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationIds, funds } = await personOf(request);
  const now = new Date();
  const [days, alerts] = await Promise.all([
    listGivingDays(organizationIds, now),
    listOpenAlerts(organizationIds),
  ]);
  return { funds: funds.map(({ id, title, titleEn }) => ({ id, title, titleEn })), days, alerts, now };
}

type Outcome = {
  done: "register" | "cancel" | "alert" | null;
  typed: TypedGivingDay;
  errors: GivingDayErrors;
};

export async function action({ request }: ActionFunctionArgs) {
  const { userId, organizationIds, funds } = await personOf(request);
  const form = await request.formData();
  const now = new Date();
  const answer = (outcome: Partial<Outcome>, status: number) =>
    data<Outcome>({ done: null, typed: {}, errors: {}, ...outcome }, { status });
  if (form.has("alert")) {
    const id = String(form.get("alert"));
    const result = await handleAlert({ id, organizationIds, userId }, now);
    if (!result.ok) throw new Response(null, { status: 404 });
    return answer({ done: "alert" }, 200);
  }
  if (form.has("cancel")) {
    const id = String(form.get("cancel"));
    const result = await cancelGivingDay({ id, organizationIds, userId, now });
    if (!result.ok) throw new Response(null, { status: 404 });
    return answer({ done: "cancel" }, 200);
  }
  const typed: TypedGivingDay = {};
  for (const [name, value] of form) if (typeof value === "string") typed[name] = value;
  const organizationIdOf = (fundId: string) => funds.find(({ id }) => id === fundId)?.organizationId ?? null;
  const result = await registerFromForm(typed, { organizationIdOf, userId, now });
  return result.ok ? answer({ done: "register" }, 200) : answer({ typed, errors: result.errors }, 422);
}

export default function GivingDays() {
  const t = useT("givingDays");
  const ta = useT("alerts");
  const outcome = useActionData<typeof action>();
  const said = { register: t("done"), cancel: t("doneCancel"), alert: ta("handled") } as const;
  return (
    <>
      {outcome?.done ? (
        <div className="wrap">
          <Flash tone="done" title={said[outcome.done]} />
        </div>
      ) : null}
      <GivingDaysPage
        {...useLoaderData<typeof loader>()}
        typed={outcome?.typed ?? {}}
        errors={outcome?.errors ?? {}}
      />
    </>
  );
}
