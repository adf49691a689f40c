import { db, type Sql } from "#app/lib/db.server.ts";

/** Another payment of the same organization that has the same file or the same invoice. */
export interface Elsewhere {
  disbursementId: string;
  purpose: string;
  at: Date;
}

/** Of a payment that was turned down or taken back the papers may be used again. */
const IS_LIVE = "d.rejected_at is null and d.withdrawn_at is null";

/** Where else in the organization this file is attached; the earliest. */
export async function fileElsewhere(
  tx: Sql,
  organizationId: string,
  disbursementId: string,
  sha256: string,
): Promise<Elsewhere | null> {
  const [found] = await tx.rows<Elsewhere>(
    `select d.id as "disbursementId", d.purpose, e.added_at as at
     from evidence e join disbursement d on d.fund_id = e.fund_id and d.id = e.disbursement_id
     where e.sha256 = $3 and d.organization_id = $1 and d.id <> $2 and ${IS_LIVE} order by e.added_at, d.id limit 1`,
    [organizationId, disbursementId, sha256],
  );
  return found ?? null;
}

/** Where else in the organization an invoice of this number is recorded; the earliest. */
export async function invoiceElsewhere(
  tx: Sql,
  organizationId: string,
  disbursementId: string,
  invoice: { code: string; number: string },
): Promise<Elsewhere | null> {
  const [found] = await tx.rows<Elsewhere>(
    `select d.id as "disbursementId", d.purpose, i.recorded_at as at
     from invoice i join disbursement d on d.fund_id = i.fund_id and d.id = i.disbursement_id
     where i.organization_id = $1 and d.id <> $2 and i.number = $3 and i.code = $4 and i.struck_at is null
       and ${IS_LIVE} order by i.recorded_at, d.id limit 1`,
    [organizationId, disbursementId, invoice.number, invoice.code],
  );
  return found ?? null;
}

/** One of two payments that take up the same paper at the same moment comes second, and sees the first. */
export async function lockPaper(tx: Sql, organizationId: string, paper: string): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
    `paper ${organizationId} ${paper}`,
  ]);
}

export interface Repeat extends Elsewhere {
  /** The file's name, or the invoice's number. */
  paper: string;
  kind: "file" | "invoice";
  reason: string | null;
}

/** The papers of a disbursement that other live payments of the organization have too, with the reasons given. */
export async function repeatsOf(
  disbursementId: string,
  organizationIds: readonly string[],
): Promise<Repeat[]> {
  return db.rows<Repeat>(
    `select 'file' as kind, mine.file_name as paper, mine.repeat_reason as reason, d.id as "disbursementId", d.purpose,
            e.added_at as at
     from evidence mine join evidence e on e.sha256 = mine.sha256
     join disbursement d on d.fund_id = e.fund_id and d.id = e.disbursement_id
     where mine.fund_id = substr($1, 2, 8) and mine.disbursement_id = $1 and d.organization_id = any($2)
       and d.id <> $1 and ${IS_LIVE}
     union all
     select 'invoice', mine.number, mine.repeat_reason, d.id, d.purpose, i.recorded_at
     from invoice mine join invoice i on i.organization_id = mine.organization_id and i.number = mine.number
       and i.code = mine.code and i.struck_at is null
     join disbursement d on d.fund_id = i.fund_id and d.id = i.disbursement_id
     where mine.fund_id = substr($1, 2, 8) and mine.disbursement_id = $1 and mine.struck_at is null
       and d.organization_id = any($2) and d.id <> $1 and ${IS_LIVE}
     order by at limit 50`,
    [disbursementId, organizationIds],
  );
}
