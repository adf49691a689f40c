import { CSV_BOM, csvRecord } from "#app/lib/csv.ts";
import { jsonText } from "#app/lib/json-answer.server.ts";
import { onTimeBp, type YearReport } from "./report.ts";
import { MAPPED_FIELDS, REPORT_TABLES, type ReportTable } from "./report-fields.ts";

/** The report as JSON: the same facts give the same bytes. */
export function reportJson(report: YearReport): string {
  const { totals, ...rest } = report;
  return `${jsonText({ ...rest, totals: { ...totals, onTimeBp: onTimeBp(totals) }, mapped: MAPPED_FIELDS })}\n`;
}

/** One of its tables as CSV; a value that is not known is empty. */
export function reportCsv(report: YearReport, table: ReportTable): string {
  const columns: readonly string[] = REPORT_TABLES[table];
  const rows: readonly object[] = report[table];
  const lines = rows.map((row) => {
    const cells = new Map<string, unknown>(Object.entries(row));
    return csvRecord(columns.map((column) => String(cells.get(column) ?? "")));
  });
  return `${CSV_BOM}${csvRecord(columns)}${lines.join("")}`;
}
