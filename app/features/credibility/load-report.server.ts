import { addDays, shanghaiDay } from "#app/lib/time.ts";
import {
  findCharity,
  newestReports,
  type ReportedOrganization,
  type StoredReport,
  snapshotHref,
} from "./queries.server.ts";
import { type ReportChange, reportChanges } from "./report-changes.ts";

/** A charity may appeal against a report this long. */
const APPEAL_DAYS = 15;

export interface ReportView {
  report: StoredReport;
  previous: StoredReport | null;
  changes: ReportChange[];
  snapshotHref: string;
  appealUntil: string;
  mayAppeal: boolean;
}

/** The newest report of a charity; `view` is null while there is none. Throws a 404 response for others. */
export async function loadReport(
  slug: string | undefined,
  now: Date,
): Promise<{ organization: ReportedOrganization; view: ReportView | null }> {
  const organization = slug === undefined ? null : await findCharity(slug);
  if (!organization) throw new Response(null, { status: 404 });
  const [report, previous = null] = await newestReports(organization.id);
  if (!report) return { organization, view: null };
  const appealUntil = addDays(shanghaiDay(report.createdAt), APPEAL_DAYS);
  return {
    organization,
    view: {
      report,
      previous,
      changes: previous ? reportChanges(previous.body, report.body) : [],
      snapshotHref: snapshotHref(organization.slug, report.version),
      appealUntil,
      mayAppeal: shanghaiDay(now) <= appealUntil,
    },
  };
}

/** The report as the API gives it: the stored body, its version, and where its snapshot is. */
export function reportJson({ report, previous, snapshotHref: href }: ReportView) {
  const { version, createdAt, sha256, snapshotSha256, body } = report;
  return {
    version,
    createdAt,
    score: body.scoreE2 === null ? null : body.scoreE2 / 100,
    currency: "CNY",
    sha256,
    snapshot: { href, sha256: snapshotSha256 },
    previous: previous && {
      version: previous.version,
      createdAt: previous.createdAt,
      scoreE2: previous.body.scoreE2,
      band: previous.body.band,
    },
    ...body,
  };
}
