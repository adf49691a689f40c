import { db } from "#app/lib/db.server.ts";
import type { CostMethod, CostTypeCode } from "./cost-types.ts";
import type { Decision } from "./register-rules.ts";
import type { BookedFigures } from "./year-books.server.ts";

export interface CostRow {
  id: string;
  incurredOn: string;
  type: CostTypeCode;
  method: CostMethod;
  amountFen: bigint;
  administrationFen: bigint;
  fundraisingFen: bigint;
  projectFen: bigint;
  note: string;
  reversesId: string | null;
  /** A reversal of it is confirmed or waits. */
  isReversed: boolean;
  sha256: string | null;
  enteredById: string;
  enteredBy: string;
  enteredAt: Date;
  decision: Decision | null;
  decidedBy: string | null;
  decidedAt: Date | null;
}

/** The costs of a year: what waits for a decision first, then the newest; at most `limit`. */
export async function listCosts(organizationId: string, year: number, limit: number): Promise<CostRow[]> {
  return db.rows<CostRow>(
    `select c.id, c.incurred_on as "incurredOn", c.type, c.method, c.amount_fen as "amountFen",
            c.administration_fen as "administrationFen", c.fundraising_fen as "fundraisingFen",
            c.project_fen as "projectFen", c.note, c.reverses_id as "reversesId",
            exists (select from cost_entry r where r.organization_id = c.organization_id and r.reverses_id = c.id
                    and r.decision is distinct from 'rejected') as "isReversed",
            c.sha256, c.entered_by_id as "enteredById", e.name as "enteredBy", c.entered_at as "enteredAt",
            c.decision, d.name as "decidedBy", c.decided_at as "decidedAt"
     from cost_entry c join app_user e on e.id = c.entered_by_id left join app_user d on d.id = c.decided_by_id
     where c.organization_id = $1 and c.incurred_on between make_date($2, 1, 1) and make_date($2, 12, 31)
     order by c.decision is not null, c.incurred_on desc, c.entered_at desc, c.id limit $3`,
    [organizationId, year, limit],
  );
}

export interface StoredFile {
  fileName: string;
  mediaType: string;
  content: Buffer;
}

/** A cost's voucher, for members of its organization. */
export async function findVoucher(
  id: string,
  organizationIds: readonly string[],
): Promise<StoredFile | null> {
  const [file] = await db.rows<StoredFile>(
    `select file_name as "fileName", media_type as "mediaType", content from cost_entry
     where organization_id = any($2) and id = $1 and content is not null`,
    [id, organizationIds],
  );
  return file ?? null;
}

/** The audit report behind the confirmed figures of a year: a charity publishes it every year, so anybody may have it. */
export async function findAudit(slug: string, year: number): Promise<StoredFile | null> {
  const [file] = await db.rows<StoredFile>(
    `select b.file_name as "fileName", b.media_type as "mediaType", b.content
     from year_books b join organization o on o.id = b.organization_id
     where o.slug = $1 and b.year = $2 and b.decision = 'confirmed' order by b.version desc limit 1`,
    [slug, year],
  );
  return file ?? null;
}

export interface BooksRow extends BookedFigures {
  year: number;
  version: number;
  sha256: string;
  enteredById: string;
  enteredBy: string;
  enteredAt: Date;
  decision: Decision | null;
  decidedBy: string | null;
}

/** Every version of every year, newest year and version first. */
export async function listYearBooks(organizationId: string): Promise<BooksRow[]> {
  return db.rows<BooksRow>(
    `select b.year, b.version, b.total_income_fen as "totalIncomeFen", b.restricted_later_fen as "restrictedLaterFen",
            b.released_fen as "releasedFen", b.donation_income_fen as "donationIncomeFen",
            b.total_expense_fen as "totalExpenseFen", b.charitable_spend_fen as "charitableSpendFen",
            b.admin_expense_fen as "adminExpenseFen", b.fundraising_cost_fen as "fundraisingCostFen",
            b.net_assets_fen as "netAssetsFen", b.sha256, b.entered_by_id as "enteredById", e.name as "enteredBy",
            b.entered_at as "enteredAt", b.decision, d.name as "decidedBy"
     from year_books b join app_user e on e.id = b.entered_by_id left join app_user d on d.id = b.decided_by_id
     where b.organization_id = $1 order by b.year desc, b.version desc`,
    [organizationId],
  );
}
