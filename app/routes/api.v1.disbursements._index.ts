import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import {
  createDisbursement,
  listDisbursements,
} from "#app/features/disbursements/disbursement-api.server.ts";
import { problem } from "#app/lib/problem.server.ts";

export const loader = (args: LoaderFunctionArgs) => listDisbursements(args);

export const action = (args: ActionFunctionArgs) =>
  args.request.method === "POST" ? createDisbursement(args) : problem(args.request, "method-not-allowed");
