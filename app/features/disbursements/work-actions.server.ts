import { fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { nameBoardDecision } from "./approval/name-board-decision.server.ts";
import { approveDisbursement } from "./approve-disbursement.server.ts";
import {
  attachFiles,
  recordInvoiceFromForm,
  strikeInvoiceFromForm,
} from "./attachments/attachment-actions.server.ts";
import { confirmDelivery } from "./confirm-delivery.server.ts";
import { answerOf, type FormResult, refusedForm, wrong } from "./form-answers.ts";
import { complaintsOf, type FormState } from "./form-state.ts";
import { payDisbursement } from "./pay-disbursement.server.ts";
import { isStopReason } from "./payees/payee.ts";
import { stopPayee } from "./payees/stop-payee.server.ts";
import { readTypedPayees } from "./payees/typed-payees.ts";
import { proposeDisbursement } from "./propose-disbursement.server.ts";
import { rejectDisbursement } from "./reject-disbursement.server.ts";
import {
  boardDecisionFormSchema,
  decisionFormSchema,
  deliveryFormSchema,
  paymentFormSchema,
  proposalFormSchema,
} from "./schema.ts";
import { withdrawDisbursement } from "./withdraw-disbursement.server.ts";

export interface Acting {
  id: string;
  organizationId: string;
  userId: string;
  now: Date;
}

/** The form of a new proposal; the id was drawn when the form was shown, so sending it twice makes one. */
export async function proposeFromForm(
  form: FormData,
  place: { fundId: string; organizationId: string; userId: string; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; state: FormState }> {
  const given = proposalFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { attempt, amount, people, payees: typedPayees, ...words } = given.data;
  if (fundIdOf(attempt, "b") !== place.fundId) return wrong(form, { purposeCode: "errAttempt" });
  const payees = readTypedPayees(typedPayees);
  if (!payees.ok) return wrong(form, { payees: `err_${payees.reason} ${payees.line}` });
  const result = await proposeDisbursement({
    ...place,
    ...words,
    id: attempt,
    amountFen: amount,
    beneficiaryCount: people,
    payees: payees.payees,
  });
  return result.ok ? { ok: true, id: result.id } : refusedForm(form, result);
}

/** One of the forms on a disbursement's work page, by its `intent`. */
export async function actOnForm(form: FormData, acting: Acting): Promise<FormResult> {
  switch (form.get("intent")) {
    case "decide":
      return decide(form, acting);
    case "pay":
      return pay(form, acting);
    case "evidence":
      return attachFiles(form, acting, true);
    case "invoice":
      return recordInvoiceFromForm(form, acting);
    case "strike-invoice":
      return strikeInvoiceFromForm(form, acting);
    case "board":
      return nameDecision(form, acting);
    case "stop-payee":
      return stop(form, acting);
    case "deliver":
      return deliver(form, acting);
    case "withdraw":
      return answerOf(form, await withdrawDisbursement(acting));
    default:
      throw new Response(null, { status: 422 });
  }
}

async function decide(form: FormData, acting: Acting): Promise<FormResult> {
  const given = decisionFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { decision, why } = given.data;
  return answerOf(
    form,
    decision === "approve" ? await approveDisbursement(acting) : await rejectDisbursement({ ...acting, why }),
  );
}

async function pay(form: FormData, acting: Acting): Promise<FormResult> {
  const given = paymentFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  // The files first: a file that is refused leaves nothing half done.
  const attached = await attachFiles(form, acting, false);
  if (!attached.ok) return attached;
  const { paidOn, bankReference } = given.data;
  return answerOf(
    form,
    await payDisbursement({ ...acting, paidAt: instantOfDay(paidOn, acting.now), bankReference }),
  );
}

/** A day that a person wrote, as an instant that the same form always gives: its midday, or its end so far. */
function instantOfDay(day: string, now: Date): Date {
  const start = startOfShanghaiDay(day);
  return day === shanghaiDay(now) ? start : new Date(start.getTime() + 12 * 3_600_000);
}

async function deliver(form: FormData, acting: Acting): Promise<FormResult> {
  const given = deliveryFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { attempt, delivered, ...batch } = given.data;
  const { id: disbursementId, ...who } = acting;
  if (fundIdOf(attempt, "n") !== fundIdOf(disbursementId, "b")) return wrong(form, { people: "errAttempt" });
  const result = await confirmDelivery({
    ...who,
    ...batch,
    id: attempt,
    disbursementId,
    deliveredFen: delivered,
    divisionCode: null,
  });
  return answerOf(form, result);
}

async function nameDecision(form: FormData, acting: Acting): Promise<FormResult> {
  const given = boardDecisionFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  return answerOf(form, await nameBoardDecision({ ...acting, decision: given.data.boardDecision }));
}

async function stop(form: FormData, { id: _, ...who }: Acting): Promise<FormResult> {
  const reason = String(form.get("reason") ?? "");
  if (!isStopReason(reason)) return wrong(form, { reason: "errStopReason" });
  return answerOf(
    form,
    await stopPayee({ ...who, which: { lineId: String(form.get("line") ?? "") }, reason }),
  );
}
