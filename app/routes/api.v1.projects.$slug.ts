import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFund } from "#app/features/funds/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  return answerFund(request, "project", params.slug, new Date());
}
