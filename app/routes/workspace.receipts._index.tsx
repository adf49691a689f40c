import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { useActionData, useLoaderData } from "@remix-run/react";
import { privatePageHeaders } from "#app/features/identity/private-page.ts";
import { EMPTY_FORM } from "#app/features/receipts/form-state.ts";
import { QueuePage } from "#app/features/receipts/queue-page.tsx";
import { actOnQueue, loadQueue } from "#app/features/receipts/work-pages.server.ts";
import { pageMeta } from "#app/ui/page-meta.ts";

export const headers = privatePageHeaders;
export const meta: MetaFunction = ({ matches }) => pageMeta(matches, (t) => t("receipts")("workTitle"));

export const loader = (args: LoaderFunctionArgs) => loadQueue(args);
export const action = (args: ActionFunctionArgs) => actOnQueue(args);

export default function Receipts() {
  const answer = useActionData<typeof action>();
  return (
    <QueuePage
      page={useLoaderData<typeof loader>()}
      state={answer?.state ?? EMPTY_FORM}
      imported={answer?.imported ?? null}
    />
  );
}
