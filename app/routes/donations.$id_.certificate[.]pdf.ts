import type { LoaderFunctionArgs } from "@remix-run/node";
import { certificatePdfAnswer } from "#app/features/receipts/certificate-answer.server.ts";

/** A gift's certificate for print. */
export const loader = (args: LoaderFunctionArgs) => certificatePdfAnswer(args);
