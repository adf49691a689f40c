import type { LoaderFunctionArgs } from "@remix-run/node";
import { statementPdfAnswer } from "#app/features/receipts/statement-page.server.ts";

/** The donor's own statement as one PDF. */
export const loader = (args: LoaderFunctionArgs) => statementPdfAnswer(args);
