import type { FundKind } from "#app/features/funds/kinds.ts";
import type { Presentation } from "#app/features/payments/providers/presentations.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { type DonationStatus, donationStatus, type StatusFacts } from "./donation-status.ts";
import { tokenOpens } from "./donation-token.server.ts";

/** A gift as everybody may see it. Amounts in fen. */
export interface GiftView {
  id: string;
  fundId: string;
  status: DonationStatus;
  amountFen: bigint;
  currency: string;
  provider: string;
  reference: string;
  /** The name or pseudonym that the donor asked to be shown; null is anonymous. */
  shownName: string | null;
  isPseudonym: boolean;
  createdAt: Date;
  paidAt: Date | null;
  settledAt: Date | null;
  closedAt: Date | null;
  refundedFen: bigint;
  quarantineReason: string | null;
  fund: { kind: FundKind; slug: string; title: string; titleEn: string };
  organization: { slug: string; name: string; nameEn: string };
  /** Only with the donor's token. */
  own: {
    payUrl: string | null;
    /** qr: payUrl is drawn as a code, not linked. */
    presentation: Presentation;
    payUntil: Date | null;
    message: string | null;
  } | null;
}

type GiftRow = Omit<GiftView, "status" | "own" | "fund" | "organization"> &
  Omit<StatusFacts, "amountFen" | "refundedFen"> & {
    fundKind: FundKind;
    fundSlug: string;
    fundTitle: string;
    fundTitleEn: string;
    organizationSlug: string;
    organizationName: string;
    organizationNameEn: string;
    tokenHash: string;
    payUrl: string | null;
    presentation: Presentation;
    payUntil: Date | null;
    message: string | null;
  };

/** One gift by its public id; with the donor's token, also what is the donor's alone. Null if there is none. */
export async function findGift(donationId: string, token: string | null = null): Promise<GiftView | null> {
  const fundId = fundIdOf(donationId, "d");
  if (!fundId) return null;
  const [row] = await db.rows<GiftRow>(GIFT_SQL, [fundId, donationId]);
  if (!row) return null;
  const {
    fundKind,
    fundSlug,
    fundTitle,
    fundTitleEn,
    organizationSlug,
    organizationName,
    organizationNameEn,
  } = row;
  const {
    tokenHash,
    payUrl,
    presentation,
    payUntil,
    message,
    isQuarantined,
    isPaid,
    isSettled,
    isClosed,
    isDisputed,
    isChargedBack,
    isReturned,
    ...gift
  } = row;
  const facts = { isQuarantined, isPaid, isSettled, isClosed, isDisputed, isChargedBack, isReturned };
  return {
    id: gift.id,
    fundId: gift.fundId,
    amountFen: gift.amountFen,
    currency: gift.currency,
    provider: gift.provider,
    reference: gift.reference,
    shownName: gift.shownName,
    isPseudonym: gift.isPseudonym,
    createdAt: gift.createdAt,
    paidAt: gift.paidAt,
    settledAt: gift.settledAt,
    closedAt: gift.closedAt,
    refundedFen: gift.refundedFen,
    quarantineReason: gift.quarantineReason,
    status: donationStatus({ ...facts, amountFen: gift.amountFen, refundedFen: gift.refundedFen }),
    fund: { kind: fundKind, slug: fundSlug, title: fundTitle, titleEn: fundTitleEn },
    organization: { slug: organizationSlug, name: organizationName, nameEn: organizationNameEn },
    own: tokenOpens(token, tokenHash) ? { payUrl, presentation, payUntil, message } : null,
  };
}

const GIFT_SQL = `
  select d.id, d.fund_id as "fundId", d.amount_fen as "amountFen", d.currency, d.provider, d.reference,
         case d.visibility when 'public' then d.donor_name when 'pseudonym' then d.pseudonym end as "shownName",
         d.visibility = 'pseudonym' as "isPseudonym", d.created_at as "createdAt", d.token_hash as "tokenHash",
         d.message, f.kind as "fundKind", f.slug as "fundSlug", f.title as "fundTitle", f.title_en as "fundTitleEn",
         o.slug as "organizationSlug", o.name as "organizationName", o.name_en as "organizationNameEn",
         counted.paid_at as "paidAt", e.settled_at as "settledAt", any_payment.closed_at as "closedAt",
         any_payment.pay_url as "payUrl", any_payment.presentation, any_payment.expires_at as "payUntil", any_payment.quarantine_reason as "quarantineReason",
         back.is_waiting as "isQuarantined", back.is_returned as "isReturned", counted.paid_at is not null as "isPaid",
         e.payment_id is not null as "isSettled", any_payment.closed_at is not null as "isClosed",
         coalesce((select sum(r.amount_fen) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                   and r.failed_at is null and (r.payment_id = counted.id or counted.id is null and r.paid_at is not null)
                  ), 0)::int8 as "refundedFen",
         exists (select 1 from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                 and x.won_at is null and x.lost_at is null) as "isDisputed",
         exists (select 1 from dispute x where x.fund_id = d.fund_id and x.donation_id = d.id
                 and x.lost_at is not null) as "isChargedBack"
  from donation d join fund f on f.id = d.fund_id join organization o on o.id = f.organization_id
  left join lateral (select * from payment p where p.fund_id = d.fund_id and p.donation_id = d.id
                     order by p.opened_at desc, p.id limit 1) any_payment on true
  left join lateral (select * from payment p where p.fund_id = d.fund_id and p.donation_id = d.id
                     and p.counted_at is not null) counted on true
  left join settlement e on e.fund_id = counted.fund_id and e.payment_id = counted.id
  cross join lateral (
    -- What was paid and does not count waits for a person, until all of it went back.
    select coalesce(bool_or(not h.is_back and not h.is_over), false) as is_waiting,
           coalesce(bool_or(h.is_back), false) as is_returned
    from (select (p.paid_at is null and coalesce(p.closed_at > p.quarantined_at, false)) as is_over,
                 coalesce(p.paid_amount_fen, 1) <= (
                   select coalesce(sum(r.amount_fen), 0) from refund r where r.fund_id = d.fund_id and r.donation_id = d.id
                     and r.payment_id = p.id and r.paid_at is not null and r.failed_at is null) as is_back
          from payment p where p.fund_id = d.fund_id and p.donation_id = d.id
            and p.quarantined_at is not null and p.counted_at is null) h
  ) back
  where d.fund_id = $1 and d.id = $2`;

/** What everybody may see of a gift's refunds: amounts and days, never why. */
export interface GiftRefund {
  amountFen: bigint;
  state: "under-way" | "paid" | "failed";
  at: Date;
}

/** The refunds of one gift, oldest first. */
export async function giftRefunds(fundId: string, donationId: string): Promise<GiftRefund[]> {
  return db.rows<GiftRefund>(
    `select amount_fen as "amountFen", coalesce(failed_at, paid_at, promised_at) as at,
            case when failed_at is not null then 'failed' when paid_at is not null then 'paid' else 'under-way' end as state
     from refund where fund_id = $1 and donation_id = $2 order by promised_at, id`,
    [fundId, donationId],
  );
}

/** One of a donor's own gifts, in short. */
export interface OwnGift {
  id: string;
  amountFen: bigint;
  createdAt: Date;
  title: string;
  titleEn: string;
  isPaid: boolean;
  isSettled: boolean;
  isClosed: boolean;
}

/** A donor's own gifts, newest first; the cursor is the last one's createdAt. */
export async function listOwnGifts(
  userId: string,
  page: { before: Date | null; limit: number },
): Promise<OwnGift[]> {
  return db.rows<OwnGift>(
    `select d.id, d.amount_fen as "amountFen", d.created_at as "createdAt", f.title, f.title_en as "titleEn",
            coalesce(bool_or(p.counted_at is not null), false) as "isPaid",
            coalesce(bool_or(e.payment_id is not null), false) as "isSettled",
            coalesce(bool_and(p.closed_at is not null), false) as "isClosed"
     from donation d join fund f on f.id = d.fund_id
     left join payment p on p.fund_id = d.fund_id and p.donation_id = d.id
     left join settlement e on e.fund_id = p.fund_id and e.payment_id = p.id
     where d.user_id = $1 and ($2::timestamptz is null or d.created_at < $2)
     group by d.fund_id, d.id, f.id order by d.created_at desc limit $3`,
    [userId, page.before, page.limit],
  );
}
