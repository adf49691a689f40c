import { UUID } from "#app/features/aid/apply.server.ts";
import { checkCase, reviewCase } from "#app/features/aid/check-case.server.ts";
import { answerDecision, proposeDecision } from "#app/features/aid/decide-case.server.ts";
import {
  type AidForm,
  EMPTY_AID_FORM,
  refusedForm,
  typedFields,
  wrongForm,
} from "#app/features/aid/form-state.ts";
import type { AidPerson } from "#app/features/aid/person.ts";
import { readPerson } from "#app/features/aid/queries.server.ts";
import { checkSchema, decisionSchema, stopSchema } from "#app/features/aid/schema.ts";
import { recordAct } from "#app/features/identity/record-act.server.ts";
import { transaction } from "#app/lib/db.server.ts";
import { parseTypedYuan } from "#app/lib/money.ts";
import { askRecovery } from "./aid-batch-recover.server.ts";
import { stopAid } from "./aid-batch-stop.server.ts";

export interface CaseActor {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

export type CaseActResult =
  | { ok: true; person: null }
  /** Shown once, in the answer to the form, and in the audit trail. */
  | { ok: true; person: AidPerson }
  | { ok: false; state: AidForm };

type VerbResult = { ok: true } | { ok: false; reason: string; leftFen?: bigint };
const answerOf = (typed: Record<string, string>, result: VerbResult): CaseActResult =>
  result.ok ? { ok: true, person: null } : { ok: false, state: refusedForm(typed, result) };

/** Does what one of the forms on a case's page asks for. */
export async function actOnCase(form: FormData, actor: CaseActor): Promise<CaseActResult> {
  const typed = typedFields(form);
  const review = typed.review;
  if (review === "village" || review === "town")
    return answerOf(typed, await reviewCase({ ...actor, level: review }));
  switch (typed.act) {
    case "show":
      return showPerson(actor);
    case "check": {
      const parsed = checkSchema.safeParse({ ways: form.getAll("ways").map(String) });
      if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
      return answerOf(typed, await checkCase({ ...actor, ways: parsed.data.ways }));
    }
    case "propose": {
      const parsed = decisionSchema.safeParse(typed);
      if (!parsed.success) return { ok: false, state: wrongForm(typed, parsed.error) };
      const { note, ...what } = parsed.data;
      return answerOf(typed, await proposeDecision({ ...actor, what, note }));
    }
    case "confirmed":
    case "sent-back": {
      const note = (typed.note ?? "").trim().slice(0, 500);
      return answerOf(typed, await answerDecision({ ...actor, answer: typed.act, note }));
    }
    case "stop":
    case "recover":
      return stopOrRecover(typed, actor);
    default:
      return { ok: false, state: { ...EMPTY_AID_FORM, typed } };
  }
}

async function stopOrRecover(typed: Record<string, string>, actor: CaseActor): Promise<CaseActResult> {
  const { id: caseId, organizationId, userId, now } = actor;
  const parsed = stopSchema.safeParse({ reason: typed.stopReason });
  if (!parsed.success)
    return { ok: false, state: { ...EMPTY_AID_FORM, typed, errors: { stopReason: "errStopReason" } } };
  const { reason } = parsed.data;
  if (typed.act === "stop")
    return answerOf(typed, await stopAid({ caseId, organizationId, userId, reason, now }));
  const amount = parseTypedYuan(typed.recoverAmount ?? "");
  const id = typed.recoveryId ?? "";
  if (!amount.ok || !UUID.test(id))
    return { ok: false, state: { ...EMPTY_AID_FORM, typed, errors: { recoverAmount: "errAmount" } } };
  const { amountFen } = amount;
  return answerOf(typed, await askRecovery({ id, caseId, organizationId, userId, reason, amountFen, now }));
}

/** Opens who a case is about, and writes down that somebody did, together or not at all. */
async function showPerson({ id, organizationId, userId, now }: CaseActor): Promise<CaseActResult> {
  return transaction(async (tx): Promise<CaseActResult> => {
    const person = await readPerson(tx, id, [organizationId]);
    if (!person) return { ok: false, state: refusedForm({}, { reason: "not-found" }) };
    await recordAct(tx, {
      organizationId,
      userId,
      act: "aid-person-read",
      subjectKind: "aid-case",
      subjectId: id,
      now,
    });
    return { ok: true, person };
  });
}
