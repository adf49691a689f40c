import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerOrganization } from "#app/features/organizations/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  return answerOrganization(request, params.slug, new Date());
}
