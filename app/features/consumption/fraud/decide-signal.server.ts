import { recordAct } from "#app/features/identity/record-act.server.ts";
import { type Sql, transaction } from "#app/lib/db.server.ts";
import { suspendIn } from "../agreements/suspend-agreement.server.ts";
import { announce } from "../webhooks/request-delivery.server.ts";
import type { SignalDecision, SignalState, SignalStep } from "./signal.ts";

/** Either of a charity's people may decide: a wrong suspension is undone in a minute, and the bureau looks again. */
export const SIGNAL_ROLES = ["charity-clerk", "charity-approver"] as const;

export interface DecideSignal {
  id: string;
  /** The charity. */
  organizationId: string;
  userId: string;
  step: "asked" | SignalDecision;
  /** Why, in the person's own words. Of a suspension everybody reads it. */
  note: string;
  now: Date;
}
export type SignalRefusal = "not-found" | "decided" | "asked-already";
export type SignalResult = { ok: true; repeated: boolean } | { ok: false; reason: SignalRefusal };

interface Locked {
  id: string;
  state: SignalState;
  decision: SignalDecision | null;
  decidedById: string | null;
  agreementId: string;
  merchantId: string;
}

/**
 * Asks the enterprise about a signal, or decides it: nothing wrong, orders are to be returned, the agreement's badge is
 * taken down, or the bureau is told. The right to do so is part of the query. Safe to call again.
 */
export async function decideSignal(input: DecideSignal): Promise<SignalResult> {
  const { step, userId, now } = input;
  return transaction(async (tx): Promise<SignalResult> => {
    const found = await lockSignal(tx, input);
    if (!found) return { ok: false, reason: "not-found" };
    if (found.state === "decided" || found.state === "upheld")
      return found.decision === step && found.decidedById === userId
        ? { ok: true, repeated: true }
        : { ok: false, reason: "decided" };
    if (step === "asked") {
      if (found.state === "asked") return { ok: false, reason: "asked-already" };
      await tx.run("update consumption_signal set state = 'asked' where id = $1", [found.id]);
      await announce(tx, {
        organizationId: found.merchantId,
        type: "signal.opened",
        subjectId: found.agreementId,
        at: now,
      });
    } else {
      await tx.run(
        `update consumption_signal set state = 'decided', decision = $2, decided_by_id = $3, decided_at = $4 where id = $1`,
        [found.id, step, userId, now],
      );
    }
    if (step === "suspended") {
      const { agreementId } = found;
      await suspendIn(tx, { agreementId, reason: "by-charity", note: input.note, userId, now });
    }
    await writeStep(tx, { ...input, id: found.id });
    return { ok: true, repeated: false };
  });
}

/** The signal's row, locked, for a member of its charity with the right role; null if there is none. */
async function lockSignal(
  tx: Sql,
  { id, organizationId, userId }: Pick<DecideSignal, "id" | "organizationId" | "userId">,
): Promise<Locked | null> {
  const [found] = await tx.rows<Locked>(
    `select s.id, s.state, s.decision, s.decided_by_id as "decidedById", s.agreement_id as "agreementId",
            s.merchant_id as "merchantId"
     from consumption_signal s
     where s.id::text = $1 and s.organization_id = $2 and exists (
       select from membership m where m.organization_id = s.organization_id and m.user_id = $3 and m.role = any($4))
     for update of s`,
    [id, organizationId, userId, [...SIGNAL_ROLES]],
  );
  return found ?? null;
}

/** Adds what was said to the signal's steps and the fact of it to the audit trail. */
export async function writeStep(
  tx: Sql,
  said: { id: string; organizationId: string; userId: string; step: SignalStep; note: string; now: Date },
): Promise<void> {
  await tx.run(
    `insert into consumption_signal_step (signal_id, number, step, note, by_id, at)
     select $1::uuid, coalesce(max(number), 0) + 1, $2, $3, $4::uuid, $5::timestamptz
     from consumption_signal_step where signal_id = $1::uuid`,
    [said.id, said.step, said.note, said.userId, said.now],
  );
  await recordAct(tx, {
    organizationId: said.organizationId,
    userId: said.userId,
    act:
      said.step === "upheld" || said.step === "look-again"
        ? "consumption-signal-looked-at"
        : "consumption-signal-decided",
    subjectKind: "consumption-signal",
    subjectId: said.id,
    details: { outcome: said.step },
    now: said.now,
  });
}
