import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnRefundForm } from "#app/features/donations/work/act-on-forms.server.ts";
import { EMPTY_FORM } from "#app/features/donations/work/form-state.ts";
import { RefundPage } from "#app/features/donations/work/refund-page.tsx";
import { findRefundableGift } from "#app/features/donations/work/refund-queries.server.ts";
import { requireMoneyPerson } from "#app/features/donations/work/work-person.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { newFundScopedId } from "#app/lib/ids.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("moneyBack")("refundsTitle"));

async function found({ request, params }: LoaderFunctionArgs) {
  const person = await requireMoneyPerson(request);
  const refundable = await findRefundableGift(params.id ?? "", person.organizationIds);
  if (!refundable) throw new Response(null, { status: 404 });
  return { person, found: refundable };
}

export async function loader(args: LoaderFunctionArgs) {
  const { person, found: refundable } = await found(args);
  const attempt = newFundScopedId("r", refundable.gift.fundId);
  const isDone = new URL(args.request.url).searchParams.has("done");
  return { person, found: refundable, attempt, isDone };
}

export async function action(args: ActionFunctionArgs) {
  const { person, found: refundable } = await found(args);
  const { gift, organizationId } = refundable;
  const result = await actOnRefundForm(await args.request.formData(), gift.id, {
    organizationId,
    userId: person.userId,
    now: new Date(),
  });
  if (result.ok) throw redirect(`/workspace/refunds/${gift.id}?done=1`);
  return data({ state: result.state }, { status: 422 });
}

export default function Refund() {
  return (
    <RefundPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_FORM}
    />
  );
}
