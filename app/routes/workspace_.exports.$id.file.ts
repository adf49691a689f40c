import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerExportFile } from "#app/features/exports/exports-page.server.ts";

/** The file of an export, streamed, for members of its organization. */
export const loader = (args: LoaderFunctionArgs) => answerExportFile(args);
