import { giveUpPayment } from "#app/features/donations/give-up-payment.server.ts";
import { MIN_CARD_GIFT_FEN } from "#app/features/donations/schema.ts";
import { startDonation } from "#app/features/donations/start-donation.server.ts";
import { findPromiseTarget } from "#app/features/funds/giving-queries.server.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId } from "#app/lib/ids.ts";
import { type LockedStatement, lockStatement } from "./locked-statement.server.ts";
import { COVER_SQL } from "./settle-statements.server.ts";

export const PAY_WAYS = ["alipay", "stripe", "offline"] as const;
export type PayWay = (typeof PAY_WAYS)[number];

/** What Stripe takes at once in CNY; statements may be larger. */
export const MOST_CARD_FEN = 99_999_999n;

/** Whether a sum can be paid this way at all. */
export const takesAmount = (way: PayWay, amountFen: bigint): boolean =>
  way !== "stripe" || (amountFen >= MIN_CARD_GIFT_FEN && amountFen <= MOST_CARD_FEN);

export type PayResult =
  /** `payUrl` is null for a transfer: the statement's page shows the sheet. */
  | { ok: true; donationId: string; payUrl: string | null }
  | {
      ok: false;
      reason:
        | "not-found"
        | "not-confirmed"
        | "nothing-due"
        | "way-not-offered"
        | "being-looked-at"
        | "other-way-open"
        | "unavailable";
    };

/** Links and codes of an attempt that soon runs out are not handed out again. */
const ABOUT_TO_END_MS = 60_000;

interface Attempt {
  number: number;
  donationId: string;
  /** Null: the page was left before the gift was started. */
  provider: PayWay | null;
  amountFen: bigint | null;
  paymentId: string | null;
  expiresAt: Date | null;
  isOpen: boolean;
  isQuarantined: boolean;
}

/**
 * Opens a statement's payment: a gift of the enterprise, shown with its name, of what is due to the fen. However often
 * and at once it is asked for, one attempt is open: the same way goes on with it, another way gives it up first, one
 * that has run out is followed by a new one.
 *
 * @param input.email of the person who pays, for the letter with the receipt's link.
 */
export async function payStatement(input: {
  id: string;
  merchantIds: readonly string[];
  userId: string;
  way: PayWay;
  email: string;
  device: "desktop" | "mobile";
  now: Date;
}): Promise<PayResult> {
  const opened = await openAttempt(input);
  if ("givenUp" in opened) {
    const outcome = await giveUpPayment(opened.givenUp, input.now);
    if (outcome === "unknown") return { ok: false, reason: "other-way-open" };
    if (outcome === "paid") return { ok: false, reason: "nothing-due" };
    const again = await openAttempt(input);
    return "givenUp" in again ? { ok: false, reason: "other-way-open" } : start(input, again);
  }
  return start(input, opened);
}

type Opening =
  | { ok: true; statement: LockedStatement; dueFen: bigint; intention: string }
  | Extract<PayResult, { ok: false }>
  | { givenUp: { fundId: string; id: string } };

/** Decides under the statement's lock which attempt it is, and writes a new one down before its gift exists. */
async function openAttempt(input: Parameters<typeof payStatement>[0]): Promise<Opening> {
  const { id, way, now, userId } = input;
  return transaction(async (tx): Promise<Opening> => {
    const statement = await lockStatement(tx, id);
    if (!statement || !input.merchantIds.includes(statement.merchantId))
      return { ok: false, reason: "not-found" };
    if (!statement.confirmedAt) return { ok: false, reason: "not-confirmed" };
    const dueFen = statement.amountFen - (await paidFenOf(tx, id));
    if (dueFen <= 0n) return { ok: false, reason: "nothing-due" };
    const attempts = await readAttempts(tx, statement);
    if (attempts.some(({ isQuarantined }) => isQuarantined)) return { ok: false, reason: "being-looked-at" };
    const last = attempts.at(-1);
    const soon = new Date(now.getTime() + ABOUT_TO_END_MS);
    const isUsable = last?.isOpen === true && (last.expiresAt === null || last.expiresAt > soon);
    if (last && (last.provider === null || (isUsable && last.provider === way && last.amountFen === dueFen)))
      return { ok: true, statement, dueFen, intention: intentionOf(id, last.number) };
    if (isUsable && last?.paymentId) return { givenUp: { fundId: statement.fundId, id: last.paymentId } };
    const number = (last?.number ?? 0) + 1;
    const intention = intentionOf(id, number);
    const donationId = derivedFundScopedId("d", statement.fundId, env().SESSION_SECRET, intention);
    await tx.run(
      `insert into consumption_statement_payment (fund_id, donation_id, statement_id, number, opened_by_id, opened_at)
       values ($1, $2, $3, $4, $5, $6)`,
      [statement.fundId, donationId, id, number, userId, now],
    );
    await recordAct(tx, {
      organizationId: statement.merchantId,
      userId,
      act: "statement-payment-opened",
      subjectKind: "statement",
      subjectId: id,
      details: { way, amountFen: dueFen },
      now,
    });
    return { ok: true, statement, dueFen, intention };
  });
}

const intentionOf = (id: string, number: number): string => `statement:${id}:${number}`;

async function paidFenOf(tx: Sql, id: string): Promise<bigint> {
  const [cover] = await tx.rows<{ fen: bigint }>(
    `select c.paid_fen as fen from consumption_statement s cross join lateral (${COVER_SQL}) c where s.id = $1`,
    [id],
  );
  return cover?.fen ?? 0n;
}

async function readAttempts(tx: Sql, { id, fundId }: LockedStatement): Promise<Attempt[]> {
  return tx.rows<Attempt>(
    `select l.number, l.donation_id as "donationId", d.provider, coalesce(d.pledged_fen, d.amount_fen) as "amountFen",
            p.id as "paymentId", p.expires_at as "expiresAt",
            coalesce(p.closed_at is null and p.paid_at is null, false) as "isOpen",
            coalesce(p.quarantined_at is not null and p.counted_at is null and coalesce(p.paid_amount_fen, 1) > (
              select coalesce(sum(r.amount_fen), 0) from refund r where r.fund_id = p.fund_id and r.payment_id = p.id
                and r.paid_at is not null and r.failed_at is null), false) as "isQuarantined"
     from consumption_statement_payment l
     left join donation d on d.fund_id = l.fund_id and d.id = l.donation_id
     left join lateral (select * from payment p where p.fund_id = l.fund_id and p.donation_id = l.donation_id
                        order by p.opened_at desc, p.id limit 1) p on true
     where l.statement_id = $1 and l.fund_id = $2 order by l.number`,
    [id, fundId],
  );
}

async function start(
  input: Parameters<typeof payStatement>[0],
  opened: Exclude<Opening, { givenUp: unknown }>,
): Promise<PayResult> {
  if (!opened.ok) return opened;
  const { statement, dueFen, intention } = opened;
  const target = await findPromiseTarget(statement.fundId);
  if (!target?.giving.open || !target.giving.providers.includes(input.way) || !takesAmount(input.way, dueFen))
    return { ok: false, reason: "way-not-offered" };
  const started = await startDonation({
    target,
    intention,
    amountFen: dueFen,
    provider: input.way,
    visibility: "public",
    name: statement.merchantName,
    email: input.email,
    settlesPromise: true,
    returnPath: `/workspace/sales/statements/${input.id}`,
    // The enterprise gives, not the person who pays for it: it stays out of that person's own gifts.
    userId: null,
    device: input.device,
    now: input.now,
  });
  if (started.ok) return { ok: true, donationId: started.donationId, payUrl: started.payUrl };
  return { ok: false, reason: REFUSALS[started.reason] };
}

const REFUSALS = {
  closed: "way-not-offered",
  "provider-not-offered": "way-not-offered",
  "other-content": "other-way-open",
  "already-paid": "nothing-due",
  "provider-unavailable": "unavailable",
} as const;
