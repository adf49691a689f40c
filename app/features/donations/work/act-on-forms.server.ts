import { answerQuarantine } from "../answer-quarantine.server.ts";
import { answerRefund } from "../answer-refund.server.ts";
import { proposeQuarantine } from "../propose-quarantine.server.ts";
import { requestRefund } from "../request-refund.server.ts";
import { complaintsOf, EMPTY_FORM, type FormState, typedText } from "./form-state.ts";
import { proposalSchema, quarantineAnswerSchema, refundAnswerSchema, refundFormSchema } from "./schema.ts";

interface Acting {
  organizationId: string;
  userId: string;
  now: Date;
}

type FormResult = { ok: true } | { ok: false; state: FormState };
type VerbResult = { ok: true } | { ok: false; reason: string; fen?: bigint };

const wrong = (form: FormData, errors: Record<string, string>): FormResult => ({
  ok: false,
  state: { ...EMPTY_FORM, typed: typedText(form), errors },
});

const answerOf = (form: FormData, result: VerbResult): FormResult =>
  result.ok
    ? { ok: true }
    : {
        ok: false,
        state: {
          ...EMPTY_FORM,
          typed: typedText(form),
          refusal: { reason: result.reason, fen: result.fen ?? 0n },
        },
      };

/** One of the forms on a gift's refund page, by its `intent`. */
export async function actOnRefundForm(
  form: FormData,
  donationId: string,
  acting: Acting,
): Promise<FormResult> {
  if (form.get("intent") === "ask") {
    const given = refundFormSchema.safeParse(Object.fromEntries(form));
    if (!given.success) return wrong(form, complaintsOf(given.error));
    const { attempt, amount, reason, overrideReason } = given.data;
    return answerOf(
      form,
      await requestRefund({ ...acting, id: attempt, donationId, amountFen: amount, reason, overrideReason }),
    );
  }
  const given = refundAnswerSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { request, answer, note } = given.data;
  return answerOf(form, await answerRefund({ ...acting, id: request, answer, note }));
}

/** One of the forms on an item of the quarantine, by its `intent`. */
export async function actOnQuarantineForm(form: FormData, id: string, acting: Acting): Promise<FormResult> {
  if (form.get("intent") === "propose") {
    const given = proposalSchema.safeParse(Object.fromEntries(form));
    if (!given.success) return wrong(form, complaintsOf(given.error));
    const { decision, fund, note } = given.data;
    return answerOf(
      form,
      await proposeQuarantine({ ...acting, id, decision, targetFundId: fund ?? null, note }),
    );
  }
  const given = quarantineAnswerSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  return answerOf(form, await answerQuarantine({ ...acting, id, ...given.data }));
}
