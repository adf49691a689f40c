import { type ActionFunctionArgs, data, type MetaFunction, redirect } from "@remix-run/node";
import { useActionData } from "@remix-run/react";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { lookUpCase } from "#app/features/aid/look-up.server.ts";
import { LookUpPage } from "#app/features/aid/look-up-page.tsx";
import { pageMeta } from "#app/ui/page-meta.ts";
import type { RouteHandle } from "#app/ui/route-handle.ts";

export const handle: RouteHandle = { bodyClass: "p-gift", nav: "projects" };
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("lookUpTitle"));

export async function action({ request, context }: ActionFunctionArgs) {
  const found = await lookUpCase(await request.formData(), context, new Date());
  if (found.ok) throw redirect(`/aid/${found.reference}?token=${found.token}`);
  return data({ state: found.state }, { status: found.status });
}

export default function LookUp() {
  return <LookUpPage state={useActionData<typeof action>()?.state ?? EMPTY_AID_FORM} />;
}
