import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { appliesTooOften, loadApply, submitApplication } from "#app/features/aid/apply.server.ts";
import { ApplyPage } from "#app/features/aid/apply-page.tsx";
import { EMPTY_AID_FORM, refusedForm } from "#app/features/aid/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-project", nav: "projects" };
// What is given back with a complaint is somebody's, so no answer is kept.
export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("applyTitle"));

export const loader = ({ params, request }: LoaderFunctionArgs) => loadApply(params.slug, request);

export async function action({ params, request, context }: ActionFunctionArgs) {
  const now = new Date();
  const { programmes } = await loadApply(params.slug, request);
  if (await appliesTooOften(context, now))
    return data({ state: refusedForm({}, { reason: "too-often" }) }, { status: 429 });
  const result = await submitApplication(await request.formData(), { programmes, clerk: null, now });
  if (result.ok) throw redirect(`/aid/${result.reference}?token=${result.token}&new=1`);
  return data({ state: result.state }, { status: result.status });
}

export default function Apply() {
  return (
    <ApplyPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
