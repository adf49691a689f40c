import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerFundList } from "#app/features/funds/api.server.ts";

export function loader({ request }: LoaderFunctionArgs) {
  return answerFundList(request, "project", new Date());
}
