import { recordAct, recordActs } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { announceAll } from "../webhooks/request-delivery.server.ts";
import { lockStatement } from "./locked-statement.server.ts";
import { writeLetters } from "./write-letters.server.ts";

export type ConfirmResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "waits-for-answer" };

/** The enterprise says that a statement is right. What it disputed must be answered first. Safe twice and at once. */
export async function confirmStatement(input: {
  id: string;
  merchantIds: readonly string[];
  userId: string;
  now: Date;
}): Promise<ConfirmResult> {
  const { id, now, userId } = input;
  return transaction(async (tx) => {
    const statement = await lockStatement(tx, id);
    if (!statement || !input.merchantIds.includes(statement.merchantId))
      return { ok: false, reason: "not-found" };
    if (statement.confirmedAt) return { ok: true, repeated: true };
    if (statement.state === "disputed" && !statement.answeredAt)
      return { ok: false, reason: "waits-for-answer" };
    await tx.run(
      "update consumption_statement set state = 'confirmed', confirmed_at = $2, confirmed_by_id = $3 where id = $1",
      [id, now, userId],
    );
    await recordAct(tx, {
      organizationId: statement.merchantId,
      userId,
      act: "statement-confirmed",
      subjectKind: "statement",
      subjectId: id,
      details: { amountFen: statement.amountFen },
      now,
    });
    await announceConfirmed(tx, [{ id, merchantId: statement.merchantId }], now);
    return { ok: true, repeated: false };
  });
}

/**
 * Takes as confirmed what nobody confirmed or disputed in time. Silence says something only because both sides agreed
 * so (民法典 Art. 140): it stands in every agreement, on the statement and in the letter that came with it.
 *
 * @returns how many.
 */
export async function confirmSilent(now: Date): Promise<number> {
  return transaction(async (tx) => {
    const silent = await tx.rows<{ id: string; merchantId: string; amountFen: bigint }>(
      `with due as (
         select id from consumption_statement
         where state in ('drawn', 'disputed') and confirm_by < $1::date and (disputed_at is null or answered_at is not null)
         order by id for update skip locked)
       update consumption_statement s set state = 'confirmed', confirmed_at = $2 from due where s.id = due.id
       returning s.id, s.merchant_id as "merchantId", s.amount_fen as "amountFen"`,
      [shanghaiDay(now), now],
    );
    await recordActs(
      tx,
      silent.map(({ id, merchantId, amountFen }) => ({
        organizationId: merchantId,
        userId: null,
        act: "statement-confirmed",
        subjectKind: "statement",
        subjectId: id,
        details: { amountFen },
        now,
      })),
    );
    await announceConfirmed(tx, silent, now);
    await writeLetters(
      tx,
      silent.map(({ id }) => ({ statementId: id, stage: "silent" })),
      now,
    );
    return silent.length;
  });
}

function announceConfirmed(
  tx: Sql,
  confirmed: readonly { id: string; merchantId: string }[],
  at: Date,
): Promise<void> {
  return announceAll(
    tx,
    confirmed.map(({ id, merchantId }) => ({
      organizationId: merchantId,
      type: "statement.confirmed",
      subjectId: id,
      at,
    })),
  );
}
