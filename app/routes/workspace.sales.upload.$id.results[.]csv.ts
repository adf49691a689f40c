import type { LoaderFunctionArgs } from "@remix-run/node";
import { outcomeFile } from "#app/features/consumption/intake/upload/upload-work.server.ts";

/** What became of each row of an uploaded list. */
export const loader = ({ request, params }: LoaderFunctionArgs) => outcomeFile(request, String(params.id));
