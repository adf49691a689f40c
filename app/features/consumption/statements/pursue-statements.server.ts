import { transaction } from "#app/lib/db.server.ts";
import { addDays, shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { announceAll } from "../webhooks/request-delivery.server.ts";
import { confirmSilent } from "./confirm-statement.server.ts";
import { keepBadges } from "./keep-badges.server.ts";
import { settleStatements } from "./settle-statements.server.ts";
import { type LetterStage, writeLetters } from "./write-letters.server.ts";

/** Days before the last day to pay on which the enterprise is reminded. */
const DAYS_BEFORE = 3;

/**
 * What the passing of days does: silence confirms, what is due is reminded of (before, on the day, every week after),
 * and badges go down and up. Safe to run at any time, twice and at once.
 */
export async function pursueStatements(
  now: Date,
): Promise<{ confirmed: number; reminded: number; suspended: number; resumed: number }> {
  await settleStatements(now, { all: true });
  const confirmed = await confirmSilent(now);
  const reminded = await remindDue(now);
  const badges = await transaction((tx) => keepBadges(tx, now));
  return { confirmed, reminded, ...badges };
}

/** The stage that a day has reached; earlier ones that were missed are not made up for. */
export function stageOf(payBy: string, today: string): LetterStage | null {
  if (today === payBy) return "due";
  if (today < payBy) return addDays(today, DAYS_BEFORE) >= payBy ? "before" : null;
  let week = 1;
  while (addDays(payBy, 7 * week + 1) <= today) week += 1;
  return `week-${week}`;
}

async function remindDue(now: Date): Promise<number> {
  const today = shanghaiDay(now);
  return transaction(async (tx) => {
    const owing = await tx.rows<{ id: string; merchantId: string; payBy: string }>(
      `select id, merchant_id as "merchantId", pay_by::text as "payBy" from consumption_statement
       where amount_fen > paid_fen and pay_by <= $1::date + $2::int and (disputed_at is null or answered_at is not null)`,
      [today, DAYS_BEFORE],
    );
    const overdue = owing.filter(({ payBy }) => payBy < today);
    await announceAll(
      tx,
      overdue.map(({ id, merchantId, payBy }) => ({
        organizationId: merchantId,
        type: "statement.overdue",
        subjectId: id,
        // The moment it became so: told once, however often this runs.
        at: startOfShanghaiDay(addDays(payBy, 1)),
      })),
    );
    return writeLetters(
      tx,
      owing.flatMap(({ id, payBy }) => {
        const stage = stageOf(payBy, today);
        return stage ? [{ statementId: id, stage }] : [];
      }),
      now,
    );
  });
}
