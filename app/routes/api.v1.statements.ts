import type { ActionFunctionArgs } from "@remix-run/node";
import { takeStatement } from "#app/features/reconciliation/statement-api.server.ts";
import { problem } from "#app/lib/problem.server.ts";

export const loader = ({ request }: ActionFunctionArgs) => problem(request, "method-not-allowed");

/** POST /api/v1/statements */
export async function action({ request }: ActionFunctionArgs) {
  if (request.method !== "POST") return problem(request, "method-not-allowed");
  return takeStatement(request, new Date());
}
