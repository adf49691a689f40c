import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { CasePage } from "#app/features/aid/case-page.tsx";
import { EMPTY_AID_FORM } from "#app/features/aid/form-state.ts";
import { caseOfRequest, loadCase } from "#app/features/aid/load-case.server.ts";
import { actOnCase } from "#app/features/disbursements/aid-batch-case-actions.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("aid")("room_cases"));

export const loader = (args: LoaderFunctionArgs) => loadCase(args);

export async function action(args: ActionFunctionArgs) {
  const { worker, view } = await caseOfRequest(args);
  const result = await actOnCase(await args.request.formData(), {
    id: view.id,
    organizationId: view.organizationId,
    userId: worker.userId,
    now: new Date(),
  });
  if (!result.ok) return data({ state: result.state, person: null }, { status: 422 });
  if (!result.person) throw redirect(`/workspace/aid/cases/${view.id}?done=1`);
  return data({ state: EMPTY_AID_FORM, person: result.person });
}

export default function Case() {
  const answer = useActionData<typeof action>();
  return (
    <CasePage
      {...useLoaderData<typeof loader>()}
      state={answer?.state ?? EMPTY_AID_FORM}
      person={answer?.person ?? null}
    />
  );
}
