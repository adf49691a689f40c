import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { inviteAnswer } from "#app/features/consumption/agreements/invite-answer.ts";
import { InvitePage } from "#app/features/consumption/agreements/invite-page.tsx";
import { actOnInvite, loadInvite } from "#app/features/consumption/campaigns/campaign-work.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionAgreements")("inviteTitle"));

export const loader = (args: LoaderFunctionArgs) => loadInvite(args);
export const action = (args: ActionFunctionArgs) => actOnInvite(args);

export default function Invite() {
  const { fresh, ...page } = useLoaderData<typeof loader>();
  return <InvitePage {...page} answer={inviteAnswer(useActionData<typeof action>()?.answer, fresh)} />;
}
