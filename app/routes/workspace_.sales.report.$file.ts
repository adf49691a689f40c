import type { LoaderFunctionArgs } from "@remix-run/node";
import { answerReportFile } from "#app/features/consumption/year-report/report-work.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";

/** report.pdf, report.json and a CSV of each table. */
export async function loader({ request, params, context }: LoaderFunctionArgs) {
  const { lang } = preferencesOf(request, context);
  return answerReportFile(request, params.file ?? "", lang, new Date());
}
