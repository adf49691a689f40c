import { randomUUID } from "node:crypto";
import { canonicalJson, sha256Of } from "#app/lib/canonical-json.ts";
import { db, type Sql, session } from "#app/lib/db.server.ts";
import { METHOD_VERSION } from "./method.ts";
import { factsSha256, recomputeReport, reportOf } from "./score.ts";
import { takeSnapshot } from "./take-snapshot.server.ts";

export type BuildReportResult =
  | { ok: true; version: number; isNew: boolean }
  | { ok: false; reason: "no-charity" };

/**
 * Builds a charity's credibility report from the books: a snapshot of the inputs and, computed from its bytes,
 * the next version. Where the facts are those of the newest report nothing is written. Builds of one charity
 * wait for each other, so running twice or at once makes one version.
 */
export async function buildCredibilityReport(organizationId: string, now: Date): Promise<BuildReportResult> {
  return session(async (sql) => {
    // Before the transaction: its first statement fixes what it sees, and it must see the builds before it.
    await sql.rows("select pg_advisory_lock(hashtextextended($1, 0))", [`credibility:${organizationId}`]);
    await sql.run("begin isolation level repeatable read");
    const result = await build(sql, organizationId, now);
    await sql.run("commit");
    await sql.rows("select pg_advisory_unlock(hashtextextended($1, 0))", [`credibility:${organizationId}`]);
    return result;
  });
}

/**
 * Builds the report of every charity, in order of id. Charities whose facts have not changed cost one look, so
 * a run that was broken off is simply run again. One that fails does not keep the others waiting.
 */
export async function buildCredibilityReports(now: Date): Promise<{ charities: number; built: number }> {
  const charities = await db.rows<{ id: string }>(
    "select id from organization where kind = 'charity' and state = 'active' order by id",
  );
  const failures: unknown[] = [];
  let built = 0;
  for (const { id } of charities) {
    try {
      const result = await buildCredibilityReport(id, now);
      if (result.ok && result.isNew) built += 1;
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0)
    throw new AggregateError(failures, `${failures.length} credibility reports failed`);
  return { charities: charities.length, built };
}

async function build(sql: Sql, organizationId: string, now: Date): Promise<BuildReportResult> {
  const inputs = await takeSnapshot(sql, organizationId, now);
  if (!inputs) return { ok: false, reason: "no-charity" };
  const newest = await newestReport(sql, organizationId);
  if (newest?.methodVersion === METHOD_VERSION && newest.inputsSha256 === factsSha256(inputs))
    return { ok: true, version: newest.version, isNew: false };
  const version = (newest?.version ?? 0) + 1;
  const snapshotId = randomUUID();
  const inputsText = canonicalJson(inputs);
  const { band, scoreE2 } = reportOf(inputs);
  const body = recomputeReport(inputsText);
  await sql.run(
    `insert into credibility_snapshot (id, organization_id, method_version, taken_at, inputs, sha256)
     values ($1, $2, $3, $4, $5, $6)`,
    [snapshotId, organizationId, METHOD_VERSION, now, inputsText, sha256Of(inputsText)],
  );
  await sql.run(
    `insert into credibility_report (organization_id, version, snapshot_id, method_version, score_e2, band, body,
                                     sha256, created_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [organizationId, version, snapshotId, METHOD_VERSION, scoreE2, band, body, sha256Of(body), now],
  );
  return { ok: true, version, isNew: true };
}

async function newestReport(sql: Sql, organizationId: string) {
  const [row] = await sql.rows<{ version: number; methodVersion: string; inputsSha256: string }>(
    `select version, method_version as "methodVersion", body::jsonb ->> 'inputsSha256' as "inputsSha256"
     from credibility_report where organization_id = $1 order by version desc limit 1`,
    [organizationId],
  );
  return row ?? null;
}
