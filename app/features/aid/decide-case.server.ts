import type { ActDetails } from "#app/features/identity/acts.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { seal } from "#app/lib/seal.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { AID_DECIDER_ROLES, AID_ROLES, type RefusalReason } from "./case-state.ts";
import { holdsAidRole, type LockedCase, lockCase } from "./locked-case.server.ts";
import { notePlace } from "./person.ts";

export type CaseDecision =
  | { decision: "approve"; amountFen: bigint }
  | { decision: "refuse"; reason: RefusalReason };

export interface DecideInput {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

type Refusal = "not-found" | "not-permitted" | "not-checked" | "stopped" | "already-decided";
export type ProposeDecisionResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: Refusal | "waits-for-answer" | "outside-band" }
  | { ok: false; reason: "over-cap"; leftFen: bigint };
export type AnswerDecisionResult =
  | { ok: true; repeated: boolean }
  | { ok: false; reason: Refusal | "nothing-proposed" | "own-proposal" }
  | { ok: false; reason: "over-cap"; leftFen: bigint };

/** The newest word about a case. */
interface LastStep {
  step: number;
  kind: "proposed" | "confirmed" | "sent-back";
  decision: "approve" | "refuse";
  amountFen: bigint | null;
  refusalReason: RefusalReason | null;
  byId: string;
}

/**
 * The first person says what should become of a case that was checked: an amount within the programme's band, or a
 * refusal with a reason from the closed list. The note is for colleagues and sealed. Safe to call again.
 */
export async function proposeDecision(
  input: DecideInput & { what: CaseDecision; note: string },
): Promise<ProposeDecisionResult> {
  const { id, organizationId, userId, what, now } = input;
  return transaction(async (tx): Promise<ProposeDecisionResult> => {
    const one = await lockCase(tx, id, organizationId);
    const refusal = one ? await refusalOf(tx, one, userId, AID_ROLES) : "not-found";
    if (!one || refusal) return { ok: false, reason: refusal ?? "not-found" };
    const last = await lastStep(tx, id);
    if (last?.kind === "proposed")
      return last.byId === userId && isSame(last, what)
        ? { ok: true, repeated: true }
        : { ok: false, reason: "waits-for-answer" };
    if (what.decision === "approve") {
      const room = await roomFor(tx, one, now);
      if (what.amountFen < room.lowFen || what.amountFen > room.highFen)
        return { ok: false, reason: "outside-band" };
      if (what.amountFen > room.leftFen) return { ok: false, reason: "over-cap", leftFen: room.leftFen };
    }
    await addStep(tx, input, {
      ...stepOf(what),
      step: (last?.step ?? 0) + 1,
      kind: "proposed",
      answers: null,
    });
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-decision-proposed",
      subjectKind: "aid-case",
      subjectId: id,
      details: detailsOf(what),
      now,
    });
    return { ok: true, repeated: false };
  });
}

/**
 * The second person confirms what the first proposed, or sends it back to be proposed anew. Only a confirmed word
 * decides the case, and never the proposer's own. Safe to call again.
 */
export async function answerDecision(
  input: DecideInput & { answer: "confirmed" | "sent-back"; note: string },
): Promise<AnswerDecisionResult> {
  const { id, organizationId, userId, answer, now } = input;
  return transaction(async (tx): Promise<AnswerDecisionResult> => {
    const one = await lockCase(tx, id, organizationId);
    const last = one ? await lastStep(tx, id) : undefined;
    // The same answer once more, after a crash or a second click.
    if (last?.kind === answer && last.byId === userId) return { ok: true, repeated: true };
    const refusal = one ? await refusalOf(tx, one, userId, AID_DECIDER_ROLES) : "not-found";
    if (!one || refusal) return { ok: false, reason: refusal ?? "not-found" };
    if (last?.kind !== "proposed") return { ok: false, reason: "nothing-proposed" };
    if (last.byId === userId) return { ok: false, reason: "own-proposal" };
    if (answer === "confirmed" && last.amountFen !== null) {
      const { leftFen } = await roomFor(tx, one, now);
      if (last.amountFen > leftFen) return { ok: false, reason: "over-cap", leftFen };
    }
    await addStep(tx, input, { ...last, step: last.step + 1, kind: answer, answers: last.step });
    if (answer === "confirmed") {
      await tx.run(
        "update aid_case set decided_at = $2, decision = $3, decided_fen = $4, refusal_reason = $5 where id = $1",
        [id, now, last.decision, last.amountFen, last.refusalReason],
      );
    }
    await recordAct(tx, {
      organizationId,
      userId,
      act: answer === "confirmed" ? "aid-decision-confirmed" : "aid-decision-sent-back",
      subjectKind: "aid-case",
      subjectId: id,
      details: { decision: last.decision, amountFen: last.amountFen, reason: last.refusalReason },
      now,
    });
    return { ok: true, repeated: false };
  });
}

async function refusalOf(
  tx: Sql,
  one: LockedCase,
  userId: string,
  roles: readonly string[],
): Promise<Refusal | null> {
  if (!(await holdsAidRole(tx, one.organizationId, userId, roles))) return "not-permitted";
  if (one.stoppedAt) return "stopped";
  if (one.decidedAt) return "already-decided";
  return one.checkedAt ? null : "not-checked";
}

/**
 * What the programme still has room for: its band, and what is left of the cap for this person in this year. The
 * programme is locked, so that two cases of one person decided at once do not pass the cap together.
 */
async function roomFor(
  tx: Sql,
  one: LockedCase,
  now: Date,
): Promise<{ lowFen: bigint; highFen: bigint; leftFen: bigint }> {
  await tx.rows("select 1 as locked from aid_programme where id = $1 for update", [one.programmeId]);
  const year = shanghaiDay(now).slice(0, 4);
  const [room] = await tx.rows<{ lowFen: bigint; highFen: bigint; leftFen: bigint }>(
    `select p.low_fen as "lowFen", p.high_fen as "highFen",
            (p.year_cap_fen - coalesce((
               select sum(c.decided_fen) from aid_case c
               where c.programme_id = p.id and c.organization_id = $2 and c.person_hash = $3 and c.id <> $4
                 and c.decision = 'approve' and c.stopped_at is null
                 and to_char(c.decided_at at time zone 'Asia/Shanghai', 'YYYY') = $5), 0))::int8 as "leftFen"
     from aid_programme p where p.id = $1`,
    [one.programmeId, one.organizationId, one.personHash, one.id, year],
  );
  return room ?? { lowFen: 0n, highFen: 0n, leftFen: 0n };
}

async function lastStep(tx: Sql, caseId: string): Promise<LastStep | undefined> {
  const [last] = await tx.rows<LastStep>(
    `select step, kind, decision, amount_fen as "amountFen", refusal_reason as "refusalReason", by_id as "byId"
     from aid_decision where case_id = $1 order by step desc limit 1`,
    [caseId],
  );
  return last;
}

type Word = Pick<LastStep, "step" | "kind" | "decision" | "amountFen" | "refusalReason"> & {
  answers: number | null;
};

async function addStep(tx: Sql, input: DecideInput & { note: string }, word: Word): Promise<void> {
  const note = input.note === "" ? null : seal(notePlace(input.id, word.step), input.note);
  await tx.run(
    `insert into aid_decision (case_id, step, kind, decision, amount_fen, refusal_reason, note_key_id, note_sealed,
                               by_id, at, answers_step)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      input.id,
      word.step,
      word.kind,
      word.decision,
      word.amountFen,
      word.refusalReason,
      note?.keyId ?? null,
      note?.sealed ?? null,
      input.userId,
      input.now,
      word.answers,
    ],
  );
}

const stepOf = (what: CaseDecision) => ({
  decision: what.decision,
  amountFen: what.decision === "approve" ? what.amountFen : null,
  refusalReason: what.decision === "refuse" ? what.reason : null,
});

const isSame = (last: LastStep, what: CaseDecision): boolean => {
  const word = stepOf(what);
  return (
    last.decision === word.decision &&
    last.amountFen === word.amountFen &&
    last.refusalReason === word.refusalReason
  );
};

const detailsOf = (what: CaseDecision): ActDetails =>
  what.decision === "approve"
    ? { decision: "approve", amountFen: what.amountFen }
    : { decision: "refuse", reason: what.reason };
