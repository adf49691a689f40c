import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFund } from "#app/features/funds/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  return answerFund(request, "drive", params.slug, new Date());
}
