import type { LoaderFunctionArgs } from "@remix-run/node";
import { workAgreementPdf } from "#app/features/donations/agreements/work-page.server.ts";

export const loader = (args: LoaderFunctionArgs) => workAgreementPdf(args);
