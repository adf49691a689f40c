import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnBatch } from "#app/features/disbursements/batches/batch-actions.server.ts";
import { EMPTY_BATCH_FORM } from "#app/features/disbursements/batches/batch-form-state.ts";
import { BatchPage } from "#app/features/disbursements/batches/batch-page.tsx";
import { batchLines, findBatch } from "#app/features/disbursements/batches/queries.server.ts";
import { APPROVER_ROLES } from "#app/features/disbursements/disbursement-state.ts";
import { chosenWorkplace } from "#app/features/disbursements/work-place.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("payouts")("batchesTitle"));

export async function loader({ request, params }: LoaderFunctionArgs) {
  const { userId, roles, organizationId } = await chosenWorkplace(request);
  const id = params.id ?? "";
  const [batch, lines] = await Promise.all([
    findBatch(id, [organizationId]),
    batchLines(id, [organizationId]),
  ]);
  if (!batch) throw new Response(null, { status: 404 });
  const mayRelease = APPROVER_ROLES.some((role) => roles.includes(role));
  const isDone = new URL(request.url).searchParams.has("done");
  return { batch, lines, userId, mayRelease, today: shanghaiDay(new Date()), isDone };
}

export async function action({ request, params }: ActionFunctionArgs) {
  const { userId, organizationId } = await chosenWorkplace(request);
  const acting = { organizationId, userId, now: new Date() };
  const result = await actOnBatch(await request.formData(), params.id ?? "", acting);
  if (result.ok) throw redirect(result.href);
  return data({ state: result.state }, { status: 422 });
}

export default function PaymentBatch() {
  return (
    <BatchPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_BATCH_FORM}
    />
  );
}
