import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { addDays, daysBetween, shanghaiDay } from "#app/lib/time.ts";
import { lockStatement } from "./locked-statement.server.ts";
import { dueDay } from "./statement-days.ts";
import type { DisputeAnswer, DisputeReason } from "./statement-state.ts";
import { writeLetters } from "./write-letters.server.ts";

export type DisputeResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "confirmed-already" | "disputed-already" };

/**
 * The enterprise does not agree, once for a statement and before it is confirmed. The same again is one; until the
 * charity has answered, no day of it runs out.
 */
export async function disputeStatement(input: {
  id: string;
  merchantIds: readonly string[];
  userId: string;
  reason: DisputeReason;
  note: string;
  now: Date;
}): Promise<DisputeResult> {
  const { id, now, userId, reason, note } = input;
  return transaction(async (tx) => {
    const statement = await lockStatement(tx, id);
    if (!statement || !input.merchantIds.includes(statement.merchantId))
      return { ok: false, reason: "not-found" };
    if (statement.disputedAt) {
      const same = await tx.rows(
        "select from consumption_statement where id = $1 and dispute_reason = $2 and dispute_note = $3",
        [id, reason, note],
      );
      return same.length > 0 ? { ok: true, repeated: true } : { ok: false, reason: "disputed-already" };
    }
    if (statement.confirmedAt) return { ok: false, reason: "confirmed-already" };
    await tx.run(
      `update consumption_statement set state = 'disputed', disputed_at = $2, disputed_by_id = $3, dispute_reason = $4,
         dispute_note = $5 where id = $1`,
      [id, now, userId, reason, note],
    );
    await recordAct(tx, {
      organizationId: statement.merchantId,
      userId,
      act: "statement-disputed",
      subjectKind: "statement",
      subjectId: id,
      details: { reason, amountFen: statement.amountFen },
      now,
    });
    return { ok: true, repeated: false };
  });
}

export type AnswerResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: "not-found" | "not-disputed" | "answered-already" };

/**
 * The charity answers. What it answers changes no sum: what was wrong comes back by returns of those orders, in the
 * next statement. The days that the dispute took are added to the days to confirm and to pay.
 */
export async function answerDispute(input: {
  id: string;
  organizationIds: readonly string[];
  userId: string;
  answer: DisputeAnswer;
  note: string;
  now: Date;
}): Promise<AnswerResult> {
  const { id, now, userId, answer, note } = input;
  return transaction(async (tx) => {
    const statement = await lockStatement(tx, id);
    if (!statement || !input.organizationIds.includes(statement.organizationId))
      return { ok: false, reason: "not-found" };
    const { disputedAt } = statement;
    if (!disputedAt) return { ok: false, reason: "not-disputed" };
    if (statement.answeredAt) {
      const same = await tx.rows(
        "select from consumption_statement where id = $1 and answer = $2 and answer_note = $3",
        [id, answer, note],
      );
      return same.length > 0 ? { ok: true, repeated: true } : { ok: false, reason: "answered-already" };
    }
    const waited = daysBetween(shanghaiDay(disputedAt), shanghaiDay(now)) + 1;
    await tx.run(
      `update consumption_statement set answered_at = $2, answered_by_id = $3, answer = $4, answer_note = $5,
         confirm_by = $6, pay_by = $7 where id = $1`,
      [
        id,
        now,
        userId,
        answer,
        note,
        dueDay(addDays(statement.confirmBy, waited), 0),
        dueDay(addDays(statement.payBy, waited), 0),
      ],
    );
    await recordAct(tx, {
      organizationId: statement.organizationId,
      userId,
      act: "statement-answered",
      subjectKind: "statement",
      subjectId: id,
      details: { answer, amountFen: statement.amountFen },
      now,
    });
    await writeLetters(tx, [{ statementId: id, stage: "answered" }], now);
    return { ok: true, repeated: false };
  });
}
