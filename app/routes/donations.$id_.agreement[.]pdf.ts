import type { LoaderFunctionArgs } from "@remix-run/node";
import { donorAgreementPdf } from "#app/features/donations/agreements/donor-page.server.ts";

export const loader = (args: LoaderFunctionArgs) => donorAgreementPdf(args);
