import { holdsRole } from "#app/features/disbursements/locked-disbursement.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import type { DecideRefusal } from "./decide-cost.server.ts";
import {
  type Decision,
  OLDEST_BOOKS_YEARS,
  REGISTER_APPROVER_ROLES,
  REGISTER_ROLES,
  type SentFile,
} from "./register-rules.ts";
import { readVoucher, type Voucher, type VoucherRefusal } from "./voucher.server.ts";

/** A year's figures as the audit states them, in fen. */
export interface BookedFigures {
  totalIncomeFen: bigint;
  restrictedLaterFen: bigint;
  releasedFen: bigint;
  donationIncomeFen: bigint;
  totalExpenseFen: bigint;
  charitableSpendFen: bigint;
  adminExpenseFen: bigint;
  fundraisingCostFen: bigint;
  /** May be negative. */
  netAssetsFen: bigint;
}

export type EnterBooksRefusal =
  | VoucherRefusal
  | "not-permitted"
  | "year-not-over"
  | "year-too-old"
  | "donations-above-income"
  | "parts-above-expense"
  | "version-waits";

/**
 * Enters a year's figures out of the audited books with the report itself. A second person confirms them; a
 * correction is a new version. Safe to call again with the same figures and file.
 */
export async function enterYearBooks(input: {
  organizationId: string;
  userId: string;
  year: number;
  figures: BookedFigures;
  file: SentFile;
  now: Date;
}): Promise<{ ok: true; version: number; repeated: boolean } | { ok: false; reason: EnterBooksRefusal }> {
  const { organizationId, userId, year, figures, now } = input;
  const reason = complaintOf(figures, year, now);
  if (reason) return { ok: false, reason };
  const read = readVoucher(input.file);
  if (!read.ok) return read;
  return transaction(async (tx) => {
    if (!(await holdsRole(tx, organizationId, userId, REGISTER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    // Two forms of one year at once take their versions one after the other.
    await tx.run("select pg_advisory_xact_lock(hashtextextended('year-books ' || $1 || $2, 0))", [
      organizationId,
      String(year),
    ]);
    const [last] = await tx.rows<{ version: number; decision: Decision | null; isSame: boolean }>(
      `select version, decision, (total_income_fen, restricted_later_fen, released_fen, donation_income_fen,
              total_expense_fen, charitable_spend_fen, admin_expense_fen, fundraising_cost_fen, net_assets_fen, sha256)
                = ($3::int8, $4::int8, $5::int8, $6::int8, $7::int8, $8::int8, $9::int8, $10::int8, $11::int8, $12::text)
              as "isSame"
       from year_books where organization_id = $1 and year = $2 order by version desc limit 1`,
      [organizationId, year, ...valuesOf(figures), read.voucher.sha256],
    );
    if (last?.isSame && last.decision !== "rejected")
      return { ok: true, version: last.version, repeated: true };
    if (last && last.decision === null) return { ok: false, reason: "version-waits" };
    const version = (last?.version ?? 0) + 1;
    await insertBooks(tx, { ...input, version, voucher: read.voucher });
    await recordAct(tx, {
      organizationId,
      userId,
      act: "year-books-entered",
      subjectKind: "year-books",
      subjectId: `${year}.${version}`,
      details: { totalIncomeFen: figures.totalIncomeFen, netAssetsFen: figures.netAssetsFen },
      now,
    });
    return { ok: true, version, repeated: false };
  });
}

function complaintOf(figures: BookedFigures, year: number, now: Date): EnterBooksRefusal | null {
  const thisYear = Number(shanghaiDay(now).slice(0, 4));
  if (year >= thisYear) return "year-not-over";
  if (year < thisYear - OLDEST_BOOKS_YEARS) return "year-too-old";
  if (figures.donationIncomeFen > figures.totalIncomeFen) return "donations-above-income";
  const parts = figures.charitableSpendFen + figures.adminExpenseFen + figures.fundraisingCostFen;
  return parts > figures.totalExpenseFen ? "parts-above-expense" : null;
}

const valuesOf = (figures: BookedFigures): bigint[] => [
  figures.totalIncomeFen,
  figures.restrictedLaterFen,
  figures.releasedFen,
  figures.donationIncomeFen,
  figures.totalExpenseFen,
  figures.charitableSpendFen,
  figures.adminExpenseFen,
  figures.fundraisingCostFen,
  figures.netAssetsFen,
];

async function insertBooks(
  tx: Sql,
  given: {
    organizationId: string;
    userId: string;
    year: number;
    version: number;
    figures: BookedFigures;
    voucher: Voucher;
    now: Date;
  },
): Promise<void> {
  const { voucher } = given;
  await tx.run(
    `insert into year_books (organization_id, year, version, total_income_fen, restricted_later_fen, released_fen,
       donation_income_fen, total_expense_fen, charitable_spend_fen, admin_expense_fen, fundraising_cost_fen,
       net_assets_fen, file_name, media_type, size_bytes, sha256, content, entered_by_id, entered_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
    [
      given.organizationId,
      given.year,
      given.version,
      ...valuesOf(given.figures),
      voucher.fileName,
      voucher.mediaType,
      voucher.sizeBytes,
      voucher.sha256,
      voucher.content,
      given.userId,
      given.now,
    ],
  );
}

/** Confirms or sends back a year's figures that another person entered. Safe to call again with the same decision. */
export async function decideYearBooks(input: {
  organizationId: string;
  userId: string;
  year: number;
  version: number;
  decision: Decision;
  now: Date;
}): Promise<{ ok: true; repeated: boolean } | { ok: false; reason: DecideRefusal }> {
  const { organizationId, userId, year, version, decision, now } = input;
  return transaction(async (tx) => {
    const [books] = await tx.rows<{ enteredById: string; decision: Decision | null }>(
      `select entered_by_id as "enteredById", decision from year_books
       where organization_id = $1 and year = $2 and version = $3 for update`,
      [organizationId, year, version],
    );
    if (!books) return { ok: false, reason: "not-found" };
    const isOwn = books.enteredById === userId;
    if (!(await holdsRole(tx, organizationId, userId, isOwn ? REGISTER_ROLES : REGISTER_APPROVER_ROLES)))
      return { ok: false, reason: "not-permitted" };
    if (isOwn && decision === "confirmed") return { ok: false, reason: "same-person" };
    if (books.decision)
      return books.decision === decision
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided-otherwise" };
    await tx.run(
      `update year_books set decision = $4, decided_by_id = $5, decided_at = $6
       where organization_id = $1 and year = $2 and version = $3`,
      [organizationId, year, version, decision, userId, now],
    );
    await recordAct(tx, {
      organizationId,
      userId,
      act: decision === "confirmed" ? "year-books-confirmed" : "year-books-rejected",
      subjectKind: "year-books",
      subjectId: `${year}.${version}`,
      now,
    });
    return { ok: true, repeated: false };
  });
}
