import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnQuarantineForm } from "#app/features/donations/work/act-on-forms.server.ts";
import { EMPTY_FORM } from "#app/features/donations/work/form-state.ts";
import { QuarantinePage } from "#app/features/donations/work/quarantine-page.tsx";
import { findQuarantine } from "#app/features/donations/work/quarantine-queries.server.ts";
import { requireMoneyPerson } from "#app/features/donations/work/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) =>
  pageMeta(matches, (t) => t("moneyBack")("quarantineTitle"));

async function found({ request, params }: LoaderFunctionArgs) {
  const person = await requireMoneyPerson(request);
  const detail = await findQuarantine(params.id ?? "", person.organizationIds, new Date());
  if (!detail) throw new Response(null, { status: 404 });
  return { person, detail };
}

export async function loader(args: LoaderFunctionArgs) {
  const isDone = new URL(args.request.url).searchParams.has("done");
  return { ...(await found(args)), isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { person, detail } = await found(args);
  const { id, organizationId } = detail.view;
  const result = await actOnQuarantineForm(await args.request.formData(), id, {
    organizationId,
    userId: person.userId,
    now: new Date(),
  });
  if (result.ok) throw redirect(`/workspace/quarantine/${id}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function QuarantineItem() {
  return (
    <QuarantinePage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
