import { createHash } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, fundIdOf } from "#app/lib/ids.ts";
import { shanghaiDay, startOfShanghaiDay } from "#app/lib/time.ts";
import { approveDisbursement } from "./approve-disbursement.server.ts";
import { attachEvidence } from "./attach-evidence.server.ts";
import { confirmDelivery } from "./confirm-delivery.server.ts";
import type { EvidenceKind } from "./evidence-kinds.ts";
import { complaintsOf, EMPTY_FORM, type FormState, refusalOf, typedText } from "./form-state.ts";
import { payDisbursement } from "./pay-disbursement.server.ts";
import { proposeDisbursement } from "./propose-disbursement.server.ts";
import { rejectDisbursement } from "./reject-disbursement.server.ts";
import {
  decisionFormSchema,
  deliveryFormSchema,
  evidenceFormSchema,
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

type FormResult = { ok: true } | { ok: false; state: FormState };
type VerbResult = { ok: true } | { ok: false; reason: string; spendableFen?: bigint; leftFen?: bigint };

const wrong = (form: FormData, errors: Record<string, string>): FormResult => ({
  ok: false,
  state: { ...EMPTY_FORM, typed: typedText(form), errors },
});

const answerOf = (form: FormData, result: VerbResult): FormResult =>
  result.ok
    ? { ok: true }
    : { ok: false, state: { ...EMPTY_FORM, typed: typedText(form), refusal: refusalOf(result) } };

/** The form of a new proposal; the id was drawn when the form was shown, so sending it twice makes one. */
export async function proposeFromForm(
  form: FormData,
  place: { fundId: string; organizationId: string; userId: string; now: Date },
): Promise<{ ok: true; id: string } | { ok: false; state: FormState }> {
  const given = proposalFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error)) as { ok: false; state: FormState };
  const { attempt, amount, people, ...words } = given.data;
  if (fundIdOf(attempt, "b") !== place.fundId) {
    return wrong(form, { purposeCode: "errAttempt" }) as { ok: false; state: FormState };
  }
  const result = await proposeDisbursement({
    ...place,
    ...words,
    id: attempt,
    amountFen: amount,
    beneficiaryCount: people,
  });
  return result.ok
    ? { ok: true, id: result.id }
    : (answerOf(form, result) as { ok: false; state: FormState });
}

/** One of the forms on a disbursement's work page, by its `intent`. */
export async function actOnForm(form: FormData, acting: Acting): Promise<FormResult> {
  switch (form.get("intent")) {
    case "decide":
      return decide(form, acting);
    case "pay":
      return pay(form, acting);
    case "evidence":
      return attach(form, acting, true);
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
  const attached = await attach(form, acting, false);
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

async function attach(form: FormData, acting: Acting, required: boolean): Promise<FormResult> {
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  if (files.length === 0) return required ? wrong(form, { files: "errFile" }) : { ok: true };
  const given = evidenceFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  for (const file of files) {
    const result = await attachOne(file, acting, given.data.kind, given.data.isPublic === "yes");
    if (!result.ok) return answerOf(form, result);
  }
  return { ok: true };
}

/** The id follows from the content, so the same file sent again is the same evidence. */
async function attachOne(
  file: File,
  acting: Acting,
  kind: EvidenceKind,
  isPublic: boolean,
): Promise<VerbResult> {
  const fundId = fundIdOf(acting.id, "b");
  if (!fundId) return { ok: false, reason: "not-found" };
  const content = new Uint8Array(await file.arrayBuffer());
  const sha256 = createHash("sha256").update(content).digest("hex");
  const { id: disbursementId, ...who } = acting;
  return attachEvidence({
    ...who,
    id: derivedFundScopedId("e", fundId, env().SESSION_SECRET, disbursementId, sha256),
    disbursementId,
    kind,
    fileName: file.name,
    content,
    isPublic,
  });
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
