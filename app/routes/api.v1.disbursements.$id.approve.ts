import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { approveByKey } from "#app/features/disbursements/disbursement-api.server.ts";
import { problem } from "#app/lib/problem.server.ts";

export const loader = ({ request }: LoaderFunctionArgs) => problem(request, "method-not-allowed");

export const action = (args: ActionFunctionArgs) =>
  args.request.method === "POST" ? approveByKey(args) : problem(args.request, "method-not-allowed");
