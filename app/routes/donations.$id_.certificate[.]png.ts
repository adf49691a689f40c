import type { LoaderFunctionArgs } from "@remix-run/node";
import { certificatePictureAnswer } from "#app/features/receipts/certificate-answer.server.ts";

/** A gift's certificate as a picture. */
export const loader = (args: LoaderFunctionArgs) => certificatePictureAnswer(args);
