import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerOrderFile } from "#app/features/consumption/dashboard/orders-work.server.ts";

export const loader = ({ request }: LoaderFunctionArgs) => answerOrderFile(request);
