import type { LoaderFunctionArgs } from "@remix-run/node";
import { publicAgreementPdf } from "#app/features/consumption/agreements/public-agreement.server.ts";

export const loader = (args: LoaderFunctionArgs) => publicAgreementPdf(args);
