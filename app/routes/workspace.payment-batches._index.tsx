import {
  type ActionFunctionArgs,
  data,
  type LoaderFunctionArgs,
  type MetaFunction,
  redirect,
} from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { actOnList } from "#app/features/disbursements/batches/batch-actions.server.ts";
import { EMPTY_BATCH_FORM } from "#app/features/disbursements/batches/batch-form-state.ts";
import { BatchesPage } from "#app/features/disbursements/batches/batches-page.tsx";
import { newBatchId } from "#app/features/disbursements/batches/prepare-batch.server.ts";
import {
  listBatches,
  payableDisbursements,
  payersOf,
} from "#app/features/disbursements/batches/queries.server.ts";
import { queueOf } from "#app/features/disbursements/batches/queue.server.ts";
import { chosenWorkplace } from "#app/features/disbursements/work-place.server.ts";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("payouts")("batchesTitle"));

const SHOWN = 100;

export async function loader({ request }: LoaderFunctionArgs) {
  const { organizationId } = await chosenWorkplace(request);
  const [batches, payable, payers, queue] = await Promise.all([
    listBatches([organizationId], SHOWN),
    payableDisbursements(organizationId),
    payersOf(organizationId),
    queueOf(organizationId),
  ]);
  const attempts = { bank: newBatchId(), alipay: newBatchId() };
  const isDone = new URL(request.url).searchParams.has("done");
  return { batches, payable, payers, queue, attempts, isDone };
}

export async function action({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await chosenWorkplace(request);
  const result = await actOnList(await request.formData(), { organizationId, userId, now: new Date() });
  if (result.ok) throw redirect(result.href);
  return data({ state: result.state }, { status: 422 });
}

export default function PaymentBatches() {
  return (
    <BatchesPage
      {...useLoaderData<typeof loader>()}
      state={useActionData<typeof action>()?.state ?? EMPTY_BATCH_FORM}
    />
  );
}
