import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerTransfers } from "#app/features/ledger/api.server.ts";

export function loader({ request }: LoaderFunctionArgs) {
  return answerTransfers(request);
}
