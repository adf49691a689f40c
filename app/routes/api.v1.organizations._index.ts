import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerOrganizationList } from "#app/features/organizations/api.server.ts";

export function loader({ request }: LoaderFunctionArgs) {
  return answerOrganizationList(request, new Date());
}
