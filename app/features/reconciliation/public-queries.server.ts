import { db } from "#app/lib/db.server.ts";
import type { BreakKind, BreakState } from "./breaks.ts";

/** A run as the public sees it: never an account, a row or a counterparty. */
export interface PublicRun {
  id: string;
  organization: string;
  source: string;
  day: string;
  matchedFen: bigint;
  explainedFen: bigint;
  openFen: bigint;
  /** Statements in other currencies are refused for now. */
  currency: string;
  breakCount: number;
  state: string;
}

export interface PublicBreak {
  id: string;
  organization: string;
  source: string;
  kind: BreakKind;
  amountFen: bigint;
  currency: string;
  day: string;
  ageDays: number;
  state: BreakState;
  openedAt: Date;
  resolvedAt: Date | null;
}

interface Page {
  /** Null: of every organization. */
  organization: string | null;
  /** Day and id of the last one shown. */
  after: { day: string; id: string } | null;
  limit: number;
}

/** Runs, newest day first. */
export async function listPublicRuns(page: Page): Promise<PublicRun[]> {
  return db.rows<PublicRun>(
    `select r.id, o.slug as organization, r.source, r.day, r.matched_fen as "matchedFen",
            r.explained_fen as "explainedFen", r.open_fen as "openFen", 'CNY' as currency, r.state,
            (select count(*)::int from reconciliation_break b
             where b.organization_id = r.organization_id and b.source = r.source and b.account = r.account
               and b.day = r.day and b.state <> 'resolved') as "breakCount"
     from reconciliation_run r join organization o on o.id = r.organization_id
     where ($1::text is null or o.slug = $1)
       and ($2::date is null or (r.day, r.id) < ($2::date, $3::uuid))
     order by r.day desc, r.id desc limit $4`,
    [page.organization, page.after?.day ?? null, page.after?.id ?? null, page.limit],
  );
}

/** Breaks, newest day first; resolved ones too, because a healed difference is part of the record. */
export async function listPublicBreaks(
  page: Page & { state?: "over" | "not-over" },
  today: string,
): Promise<PublicBreak[]> {
  return db.rows<PublicBreak>(
    `select b.id, o.slug as organization, b.source, b.kind, b.amount_fen as "amountFen", b.currency, b.day,
            greatest(case b.state when 'resolved' then (b.resolved_at at time zone 'Asia/Shanghai')::date
                     else $5::date end - b.day, 0) as "ageDays",
            b.state, b.opened_at as "openedAt", b.resolved_at as "resolvedAt"
     from reconciliation_break b join organization o on o.id = b.organization_id
     where ($1::text is null or o.slug = $1)
       and ($2::date is null or (b.day, b.id) < ($2::date, $3::uuid))
       and ($6::boolean is null or (b.state = 'resolved') = $6)
     order by b.day desc, b.id desc limit $4`,
    [
      page.organization,
      page.after?.day ?? null,
      page.after?.id ?? null,
      page.limit,
      today,
      page.state ? page.state === "over" : null,
    ],
  );
}

/** A closed day as the public sees it: never who, always whether it was opened again. */
export interface PublicClosing {
  id: string;
  day: string;
  closedAt: Date;
  reopenedAt: Date | null;
  sha256: string;
}

/** Days that two people have closed, the newest first; also those that were opened again. */
export async function listPublicClosings(organizationId: string, limit: number): Promise<PublicClosing[]> {
  return db.rows<PublicClosing>(
    `select id, day, closed_at as "closedAt", reopened_at as "reopenedAt", figures_sha256 as sha256
     from day_closing where organization_id = $1 and closed_at is not null
     order by day desc, version desc limit $2`,
    [organizationId, limit],
  );
}

export interface PublicOrganization {
  id: string;
  slug: string;
  name: string;
  nameEn: string;
}

export async function findOrganization(slug: string): Promise<PublicOrganization | null> {
  const [found] = await db.rows<PublicOrganization>(
    `select id, slug, name, name_en as "nameEn" from organization where slug = $1 and state = 'active'`,
    [slug],
  );
  return found ?? null;
}
