import type { LoaderFunctionArgs } from "@remix-run/node";
import { salesAgreementPdf } from "#app/features/consumption/agreements/sales-work.server.ts";

export const loader = (args: LoaderFunctionArgs) => salesAgreementPdf(args);
