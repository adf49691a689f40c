import { db, type Sql } from "#app/lib/db.server.ts";
import type { BridgeItem, OpenRow } from "./day-figures.ts";

/** One closing of a day: who signed it, who closed it, and who opened it again. */
export interface ClosingView {
  id: string;
  day: string;
  version: number;
  sha256: string;
  signedById: string;
  signedByName: string;
  signedAt: Date;
  supersededAt: Date | null;
  closedByName: string | null;
  closedAt: Date | null;
  reopenedByName: string | null;
  reopenedAt: Date | null;
  reopenNote: string | null;
}

const COLUMNS = `c.id, c.day, c.version, c.figures_sha256 as sha256, c.signed_by_id as "signedById",
  s.name as "signedByName", c.signed_at as "signedAt", c.superseded_at as "supersededAt",
  f.name as "closedByName", c.closed_at as "closedAt", r.name as "reopenedByName", c.reopened_at as "reopenedAt",
  c.reopen_note as "reopenNote"`;
const PEOPLE = `join app_user s on s.id = c.signed_by_id left join app_user f on f.id = c.closed_by_id
  left join app_user r on r.id = c.reopened_by_id`;

/** Every closing of one day, the newest first. */
export async function closingsOfDay(sql: Sql, organizationId: string, day: string): Promise<ClosingView[]> {
  return sql.rows<ClosingView>(
    `select ${COLUMNS} from day_closing c ${PEOPLE}
     where c.organization_id = $1 and c.day = $2::date order by c.version desc limit 50`,
    [organizationId, day],
  );
}

export interface ClosedDayLine extends ClosingView {
  breakCount: number;
}

/** Closed days, the newest first. */
export async function listClosedDays(
  organizationId: string,
  page: { before: string | null; limit: number },
): Promise<ClosedDayLine[]> {
  return db.rows<ClosedDayLine>(
    `select ${COLUMNS}, jsonb_array_length(c.figures::jsonb -> 'breaks') as "breakCount"
     from day_closing c ${PEOPLE}
     where c.organization_id = $1 and c.closed_at is not null and c.reopened_at is null
       and ($2::date is null or c.day < $2::date)
     order by c.day desc limit $3`,
    [organizationId, page.before, page.limit],
  );
}

/** What a closing recorded. */
export async function figuresOfClosing(
  sql: Sql,
  id: string,
): Promise<{ text: string; items: BridgeItem[] } | null> {
  const [closing] = await sql.rows<{ text: string }>(
    "select figures as text from day_closing where id = $1",
    [id],
  );
  if (!closing) return null;
  const items = await sql.rows<Omit<BridgeItem, "openRows"> & { openRows: OpenRow[] }>(
    `select book, item_key as key, day, statement_fen as "statementFen", ledger_fen as "ledgerFen",
            open_rows as "openRows"
     from day_closing_item where closing_id = $1 order by book, day, item_key`,
    [id],
  );
  return { text: closing.text, items };
}
