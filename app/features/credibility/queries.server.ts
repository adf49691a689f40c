import { db } from "#app/lib/db.server.ts";
import type { ReportBody } from "./score.ts";

export interface StoredReport {
  version: number;
  createdAt: Date;
  sha256: string;
  snapshotSha256: string;
  body: ReportBody;
}

interface ReportRow extends Omit<StoredReport, "body"> {
  body: string;
}

export interface ReportedOrganization {
  id: string;
  slug: string;
  name: string;
  nameEn: string;
}

/** A charity by its slug; null for anything else. */
export async function findCharity(slug: string): Promise<ReportedOrganization | null> {
  const [row] = await db.rows<ReportedOrganization>(
    `select id, slug, name, name_en as "nameEn" from organization where slug = $1 and kind = 'charity' and state = 'active'`,
    [slug],
  );
  return row ?? null;
}

/** The newest report and the one before it, newest first. */
export async function newestReports(organizationId: string): Promise<StoredReport[]> {
  const rows = await db.rows<ReportRow>(
    `select r.version, r.created_at as "createdAt", r.sha256, s.sha256 as "snapshotSha256", r.body
     from credibility_report r join credibility_snapshot s on s.id = r.snapshot_id
     where r.organization_id = $1 order by r.version desc limit 2`,
    [organizationId],
  );
  return rows.map(({ body, ...row }) => ({ ...row, body: JSON.parse(body) as ReportBody }));
}

/** The stored bytes that a version was computed from, by the charity's slug. */
export async function findSnapshot(
  slug: string,
  version: number,
): Promise<{ inputs: string; sha256: string } | null> {
  const [row] = await db.rows<{ inputs: string; sha256: string }>(
    `select s.inputs, s.sha256
     from credibility_report r join organization o on o.id = r.organization_id
     join credibility_snapshot s on s.id = r.snapshot_id
     where o.slug = $1 and r.version = $2`,
    [slug, version],
  );
  return row ?? null;
}

/** Where a version's snapshot can be downloaded. */
export const snapshotHref = (slug: string, version: number): string =>
  `/organizations/${encodeURIComponent(slug)}/credibility/${version}/snapshot.json`;
