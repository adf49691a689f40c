import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerTrace } from "#app/features/disbursements/disbursement-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerTrace(args);
