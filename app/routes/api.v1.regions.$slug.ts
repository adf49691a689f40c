import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerRegion } from "#app/features/regions/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  return answerRegion(request, params.slug);
}
