import type { LoaderFunctionArgs } from "@remix-run/node";
import { charityAgreementPdf } from "#app/features/consumption/agreements/agreement-work.server.ts";

export const loader = (args: LoaderFunctionArgs) => charityAgreementPdf(args);
