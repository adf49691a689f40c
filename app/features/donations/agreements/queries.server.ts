import { db, type Sql } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import {
  type AgreementState,
  type AgreementTerms,
  type AgreementVersion,
  agreementState,
} from "./agreement-terms.ts";

export interface Agreement {
  fundId: string;
  donationId: string;
  organizationId: string;
  partyName: string;
  partyUscc: string | null;
  /** What the donor asked to be written in; never public. */
  wishes: string;
  askedAt: Date;
  /** What every version is filled with: the gift's and the charity's own facts of today. */
  facts: Omit<AgreementTerms, "use" | "deliverOn" | "otherTerms">;
  organizationSlug: string;
  versions: AgreementVersion[];
}

type AgreementRow = Omit<Agreement, "facts" | "versions"> &
  Pick<
    Agreement["facts"],
    "organizationName" | "organizationUscc" | "fundTitle" | "filingNo" | "currency" | "amountFen"
  >;

interface VersionRow extends Omit<AgreementVersion, "terms"> {
  terms: Omit<AgreementTerms, "amountFen"> & { amountFen: string };
}

/** The agreement about a gift with all its versions; null where none was asked for, or not of these organizations. */
export async function findAgreement(
  donationId: string,
  organizationIds: readonly string[] | null = null,
  sql: Sql = db,
): Promise<Agreement | null> {
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return null;
  const [row] = await sql.rows<AgreementRow>(
    `select a.fund_id as "fundId", a.donation_id as "donationId", a.organization_id as "organizationId",
            a.party_name as "partyName", a.party_uscc as "partyUscc", a.wishes, a.asked_at as "askedAt",
            o.name as "organizationName", o.uscc as "organizationUscc", o.slug as "organizationSlug",
            f.title as "fundTitle", f.filing_no as "filingNo", d.currency, d.amount_fen as "amountFen"
     from donation_agreement a
     join donation d on d.fund_id = a.fund_id and d.id = a.donation_id
     join fund f on f.id = a.fund_id join organization o on o.id = a.organization_id
     where a.fund_id = $1 and a.donation_id = $2 and ($3::text[] is null or a.organization_id = any($3))`,
    [fundId, donationId, organizationIds],
  );
  if (!row) return null;
  const versions = await sql.rows<VersionRow>(
    `select version, terms, change_reason as "changeReason", sha256, drafted_by_id as "draftedById",
            drafted_at as "draftedAt", charity_confirmed_at as "charityConfirmedAt",
            donor_confirmed_at as "donorConfirmedAt"
     from donation_agreement_version where fund_id = $1 and donation_id = $2 order by version`,
    [fundId, donationId],
  );
  const { organizationName, organizationUscc, fundTitle, filingNo, currency, amountFen, ...rest } = row;
  const { partyName, partyUscc } = rest;
  return {
    ...rest,
    facts: {
      partyName,
      partyUscc,
      organizationName,
      organizationUscc,
      donationId,
      fundTitle,
      filingNo,
      currency,
      amountFen,
    },
    versions: versions.map((version) => ({
      ...version,
      terms: { ...version.terms, amountFen: BigInt(version.terms.amountFen) },
    })),
  };
}

export interface AgreementListed {
  donationId: string;
  partyName: string;
  amountFen: bigint;
  fundTitle: string;
  fundTitleEn: string;
  askedAt: Date;
  state: AgreementState;
}

/** Agreements of these organizations: those that wait for the charity first, each kind oldest first. */
export async function listAgreements(
  organizationIds: readonly string[],
  limit: number,
): Promise<AgreementListed[]> {
  const rows = await db.rows<
    Omit<AgreementListed, "state"> & {
      version: number | null;
      charityConfirmedAt: Date | null;
      donorConfirmedAt: Date | null;
    }
  >(
    `select a.donation_id as "donationId", a.party_name as "partyName", d.amount_fen as "amountFen",
            f.title as "fundTitle", f.title_en as "fundTitleEn", a.asked_at as "askedAt", v.version,
            v.charity_confirmed_at as "charityConfirmedAt", v.donor_confirmed_at as "donorConfirmedAt"
     from donation_agreement a
     join donation d on d.fund_id = a.fund_id and d.id = a.donation_id
     join fund f on f.id = a.fund_id
     left join lateral (
       select version, charity_confirmed_at, donor_confirmed_at from donation_agreement_version
       where fund_id = a.fund_id and donation_id = a.donation_id order by version desc limit 1) v on true
     where a.organization_id = any($1)
     order by (v.charity_confirmed_at is null) desc, a.asked_at, a.donation_id limit $2`,
    [organizationIds, limit],
  );
  return rows.map(({ version, charityConfirmedAt, donorConfirmedAt, ...row }) => ({
    ...row,
    state: agreementState(version === null ? undefined : { charityConfirmedAt, donorConfirmedAt }),
  }));
}
