import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerRegionList } from "#app/features/regions/api.server.ts";

export function loader({ request }: LoaderFunctionArgs) {
  return answerRegionList(request);
}
