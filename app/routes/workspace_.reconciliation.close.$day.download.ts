import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerDayDownload } from "#app/features/reconciliation/load-close.server.ts";
import { requireReader } from "#app/features/reconciliation/reconciliation-access.server.ts";

export async function loader({ request, params }: LoaderFunctionArgs) {
  return answerDayDownload(await requireReader(request), params.day ?? "");
}
