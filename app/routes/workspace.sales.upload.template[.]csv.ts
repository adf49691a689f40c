import type { LoaderFunctionArgs } from "@remix-run/node";
import { templateFile } from "#app/features/consumption/intake/upload/upload-work.server.ts";

/** A list of orders to fill in. */
export const loader = ({ request }: LoaderFunctionArgs) => templateFile(request, new Date());
