import type { ActionFunctionArgs } from "@remix-run/node";
import { createDonation } from "#app/features/donations/donation-api.server.ts";
import { problem } from "#app/lib/problem.server.ts";

export const loader = ({ request }: ActionFunctionArgs) => problem(request, "method-not-allowed");

export const action = (args: ActionFunctionArgs) =>
  args.request.method === "POST" ? createDonation(args) : problem(args.request, "method-not-allowed");
