import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { AmendPage } from "#app/features/consumption/agreements/amend-page.tsx";
import { actOnAmend, loadAmend } from "#app/features/consumption/agreements/amend-work.server.ts";
import { EMPTY_TERMS_FORM } from "#app/features/consumption/agreements/terms-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("consumptionAgreements")("amend"));

export const loader = (args: LoaderFunctionArgs) => loadAmend(args);
export const action = (args: ActionFunctionArgs) => actOnAmend(args);

export default function Amend() {
  const { fresh, ...page } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const state = answer?.state ?? { ...EMPTY_TERMS_FORM, typed: fresh };
  return <AmendPage {...page} state={state} preview={answer?.preview ?? null} />;
}
