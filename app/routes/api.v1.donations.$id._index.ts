import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerDonation } from "#app/features/donations/donation-api.server.ts";

export const loader = (args: LoaderFunctionArgs) => answerDonation(args);
