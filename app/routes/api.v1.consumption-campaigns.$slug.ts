import type { LoaderFunctionArgs } from "@remix-run/node";
import { campaignPart } from "#app/features/consumption/pages/campaign-record.server.ts";
import { answerFund } from "#app/features/funds/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  return answerFund(request, "consumption", params.slug, now, (fund) => campaignPart(fund, now));
}
