import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { requireAidWorker } from "#app/features/aid/aid-person.server.ts";
import { actOnConsents, loadConsents } from "#app/features/aid/consent-actions.server.ts";
import { ConsentsPage } from "#app/features/aid/consents-page.tsx";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aidConsent")("title"));

/** A signed paper or a picture, and a few fields. */
const MAX_FORM_BYTES = 16 * 1024 * 1024;

export const loader = ({ request }: LoaderFunctionArgs) => loadConsents(request, new Date());

export async function action({ request }: ActionFunctionArgs) {
  const worker = await requireAidWorker(request);
  if (Number(request.headers.get("content-length") ?? "0") > MAX_FORM_BYTES)
    throw new Response(null, { status: 413 });
  const result = await actOnConsents(await request.formData(), worker, new Date());
  if (result.ok) throw redirect("/workspace/aid/consents?done=1");
  return data({ state: result.state }, { status: 422 });
}

export default function Consents() {
  return (
    <ConsentsPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
