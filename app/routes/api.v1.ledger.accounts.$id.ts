import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerAccount } from "#app/features/ledger/api.server.ts";

export function loader({ request, params }: LoaderFunctionArgs) {
  return answerAccount(request, params.id);
}
