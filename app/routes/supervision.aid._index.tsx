import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { checkFromForm, loadChecks } from "#app/features/aid/duplicates/check-form.server.ts";
import { ChecksPage } from "#app/features/aid/duplicates/check-page.tsx";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { requireOfficer } from "#app/features/supervision/supervised.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aidChecks")("title"));

export async function loader({ request }: LoaderFunctionArgs) {
  const { user } = await requireOfficer(request);
  return loadChecks(user.id, new Date());
}

export async function action({ request }: ActionFunctionArgs) {
  const { user, bureau } = await requireOfficer(request);
  const officer = { officerId: user.id, bureauId: bureau.organizationId };
  const result = await checkFromForm(request, officer, new Date());
  if (result.ok) throw redirect(`/supervision/aid/${result.id}`);
  return data({ state: result.state }, { status: 422 });
}

export default function Checks() {
  return (
    <ChecksPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM}
    />
  );
}
