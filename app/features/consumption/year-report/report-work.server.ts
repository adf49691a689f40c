import { requireRole } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { CSV_MEDIA_TYPE } from "#app/lib/csv.ts";
import type { Lang } from "#app/lib/i18n.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { readYearReport, reportYears } from "./read-report.server.ts";
import { reportCsv, reportJson } from "./report-data.server.ts";
import { isReportTable } from "./report-fields.ts";
import { yearReportPdf } from "./report-pdf.server.ts";

/** Who asks, of which of their enterprises, and which year: this year where none, or a wrong one, is asked. */
async function askedFor(request: Request, now: Date) {
  const { memberships } = await requireRole(request, ["merchant"]);
  const query = new URL(request.url).searchParams;
  const [first] = memberships;
  const of = query.get("of") ?? first.organizationId;
  if (!memberships.some(({ organizationId }) => organizationId === of))
    throw new Response(null, { status: 404 });
  const thisYear = Number(shanghaiDay(now).slice(0, 4));
  const asked = Number(query.get("year") ?? thisYear);
  const year = Number.isInteger(asked) && asked >= 2016 && asked <= thisYear ? asked : thisYear;
  const report = await readYearReport(of, year, now);
  if (!report) throw new Response(null, { status: 404 });
  const enterprises = memberships.map(({ organizationId, organizationName, organizationNameEn }) => ({
    id: organizationId,
    name: organizationName,
    nameEn: organizationNameEn,
  }));
  return { report, of, enterprises, thisYear };
}

export async function loadYearReport(request: Request, now: Date) {
  const { report, of, enterprises, thisYear } = await askedFor(request, now);
  return { report, of, enterprises, years: await reportYears(of, thisYear) };
}
export type YearReportData = Awaited<ReturnType<typeof loadYearReport>>;

/** The report as a file: `pdf`, `json`, or one of its tables as CSV. */
export async function answerReportFile(
  request: Request,
  file: string,
  lang: Lang,
  now: Date,
): Promise<Response> {
  const { report } = await askedFor(request, now);
  const name = `giving-${report.enterprise.slug}-${report.year}`;
  if (file === "report.pdf") {
    const bytes = await yearReportPdf(report, lang);
    return fileOf(new Uint8Array(bytes), "application/pdf", `inline; filename="${name}.pdf"`);
  }
  if (file === "report.json")
    return fileOf(
      reportJson(report),
      "application/json; charset=utf-8",
      `attachment; filename="${name}.json"`,
    );
  const table = file.replace(/\.csv$/, "");
  if (!file.endsWith(".csv") || !isReportTable(table)) throw new Response(null, { status: 404 });
  return fileOf(reportCsv(report, table), CSV_MEDIA_TYPE, `attachment; filename="${name}-${table}.csv"`);
}

function fileOf(body: string | Uint8Array<ArrayBuffer>, type: string, disposition: string): Response {
  return new Response(body, {
    headers: { ...PRIVATE_HEADERS, "Content-Type": type, "Content-Disposition": disposition },
  });
}
