import {
  type DonationStatus,
  donationStatus,
  type StatusFacts,
} from "#app/features/donations/donation-status.ts";
import { tokenOpens } from "#app/features/donations/donation-token.server.ts";
import { db, type Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { type Certificate, certificateNumber, standingOf } from "./certificate.ts";

/** Who reads: the donor's secret of the address, or the account that gave. Neither: everybody. */
export interface CertificateReader {
  token: string | null;
  userId: string | null;
}

export const EVERYBODY: CertificateReader = { token: null, userId: null };

/** Whose donor is named: everybody's choice of what to show, or all, for the organization that received the gifts. */
type Naming = { reader: CertificateReader } | "organization";

type CertificateRow = Omit<Certificate, "number" | "donor" | "standing" | "donationId"> &
  Omit<StatusFacts, "isReturned" | "isQuarantined"> & {
    id: string;
    visibility: string;
    donorName: string | null;
    pseudonym: string | null;
    tokenHash: string;
    userId: string | null;
  };

/** The certificate of one gift, as this reader may see it; null where there is none (yet). */
export async function findCertificate(
  donationId: string,
  reader: CertificateReader,
): Promise<Certificate | null> {
  const [found] = await readCertificates([donationId], { reader });
  return found ?? null;
}

/** Whether this reader is the gift's donor: holds its secret, or is the account that gave. */
export async function mayOpenGift(donationId: string, reader: CertificateReader): Promise<boolean> {
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return false;
  const [gift] = await db.rows<{ tokenHash: string; userId: string | null }>(
    `select token_hash as "tokenHash", user_id as "userId" from donation where fund_id = $1 and id = $2`,
    [fundId, donationId],
  );
  return gift !== undefined && isDonor(gift, reader);
}

function isDonor(gift: { tokenHash: string; userId: string | null }, reader: CertificateReader): boolean {
  return tokenOpens(reader.token, gift.tokenHash) || (gift.userId !== null && gift.userId === reader.userId);
}

/** The certificates of an organization's gifts as their donors get them, in the order given. Others' are left out. */
export async function certificatesForDonors(
  donationIds: readonly string[],
  organizationId: string,
): Promise<Certificate[]> {
  return readCertificates(donationIds, "organization", organizationId);
}

async function readCertificates(
  donationIds: readonly string[],
  naming: Naming,
  organizationId: string | null = null,
  sql: Sql = db,
): Promise<Certificate[]> {
  const known = donationIds.filter((id) => fundIdOf(id, "d") !== null);
  if (known.length === 0) return [];
  const rows = await sql.rows<CertificateRow>(CERTIFICATE_SQL, [
    known.map((id) => fundIdOf(id, "d")),
    known,
    organizationId,
  ]);
  return rows.flatMap((row) => {
    const standing = standingOf(statusOf(row), true);
    if (!standing) return [];
    const {
      id,
      amountFen,
      refundedFen,
      paidAt,
      fundTitle,
      fundTitleEn,
      filingNo,
      organizationName,
      organizationNameEn,
      uscc,
      ledgerLine,
    } = row;
    return [
      {
        donationId: id,
        number: certificateNumber(id, paidAt),
        amountFen,
        refundedFen,
        paidAt,
        donor: donorFor(row, naming),
        fundTitle,
        fundTitleEn,
        filingNo,
        organizationName,
        organizationNameEn,
        uscc,
        ledgerLine,
        standing,
      },
    ];
  });
}

function statusOf(row: CertificateRow): DonationStatus {
  return donationStatus({ ...row, isQuarantined: false, isReturned: false });
}

/** The name that this reader may know: the donor's own name to the donor, to others what the donor chose to show. */
function donorFor(row: CertificateRow, naming: Naming): Certificate["donor"] {
  const isOwn = naming === "organization" || isDonor(row, naming.reader);
  const named = row.donorName === null ? null : { name: row.donorName, isPseudonym: false };
  const called = row.pseudonym === null ? null : { name: row.pseudonym, isPseudonym: true };
  if (isOwn) return named ?? called;
  if (row.visibility === "public") return named;
  return row.visibility === "pseudonym" ? called : null;
}

/** Counted gifts alone. The ledger line is the lowest index among the transfers of the payment that counts. */
const CERTIFICATE_SQL = `
  select d.id, d.amount_fen as "amountFen", d.visibility, d.donor_name as "donorName", d.pseudonym,
         d.token_hash as "tokenHash", d.user_id as "userId", p.paid_at as "paidAt",
         f.title as "fundTitle", f.title_en as "fundTitleEn", f.filing_no as "filingNo",
         o.name as "organizationName", o.name_en as "organizationNameEn", o.uscc, line.index as "ledgerLine",
         true as "isPaid", e.payment_id is not null as "isSettled", false as "isClosed",
         coalesce((select sum(r.amount_fen) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                   and r.payment_id = p.id and r.failed_at is null), 0)::int8 as "refundedFen",
         exists (select 1 from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                 and x.won_at is null and x.lost_at is null) as "isDisputed",
         exists (select 1 from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                 and x.lost_at is not null) as "isChargedBack"
  from unnest($1::text[], $2::text[]) with ordinality as asked(fund_id, id, place)
  join donation d on d.fund_id = asked.fund_id and d.id = asked.id
  join payment p on p.fund_id = d.fund_id and p.donation_id = d.id and p.counted_at is not null
  join fund f on f.id = d.fund_id join organization o on o.id = d.organization_id
  left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
  left join lateral (
    select min(i.public_index) as index from transfer t
    join transfer_index i on i.book_id = t.book_id and i.transfer_id = t.id
    where t.book_id = d.fund_id and t.fact_id = p.id
  ) line on true
  where $3::text is null or d.organization_id = $3
  order by asked.place`;
