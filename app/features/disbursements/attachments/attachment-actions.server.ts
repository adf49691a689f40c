import { createHash } from "node:crypto";
import { env } from "#app/lib/env.server.ts";
import { derivedFundScopedId, fundIdOf } from "#app/lib/ids.ts";
import { attachEvidence } from "../attach-evidence.server.ts";
import type { EvidenceKind } from "../evidence-kinds.ts";
import { answerOf, type FormResult, type VerbResult, wrong } from "../form-answers.ts";
import { complaintsOf } from "../form-state.ts";
import { evidenceFormSchema, invoiceFormSchema } from "../schema.ts";
import type { Acting } from "../work-actions.server.ts";
import { recordInvoice, strikeInvoice } from "./record-invoice.server.ts";

/** Attaches the files of a form, several at once. Each that was taken stays where a later one is refused. */
export async function attachFiles(form: FormData, acting: Acting, required: boolean): Promise<FormResult> {
  const files = form.getAll("files").filter((file): file is File => file instanceof File && file.size > 0);
  if (files.length === 0) return required ? wrong(form, { files: "errFile" }) : { ok: true };
  const given = evidenceFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { kind, isPublic, repeatReason } = given.data;
  for (const file of files) {
    const result = await attachOne(file, acting, { kind, isPublic: isPublic === "yes", repeatReason });
    if (!result.ok) return answerOf(form, result);
  }
  return { ok: true };
}

/** The id follows from the content, so the same file sent again is the same evidence. */
async function attachOne(
  file: File,
  acting: Acting,
  about: { kind: EvidenceKind; isPublic: boolean; repeatReason: string },
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
    ...about,
    fileName: file.name,
    content,
  });
}

export async function recordInvoiceFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const given = invoiceFormSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return wrong(form, complaintsOf(given.error));
  const { attempt, invoiceCode, invoiceNumber, invoiceAmount, issuedOn, seller, repeatReason } = given.data;
  const { id: disbursementId, ...who } = acting;
  const result = await recordInvoice({
    ...who,
    id: attempt,
    disbursementId,
    code: invoiceCode,
    number: invoiceNumber,
    amountFen: invoiceAmount,
    issuedOn,
    seller,
    repeatReason,
  });
  // A number of the wrong form is a slip in one field: said beside it.
  if (!result.ok && result.reason === "invoice-number")
    return wrong(form, { invoiceNumber: "errInvoiceNumber" });
  return answerOf(form, result);
}

export async function strikeInvoiceFromForm(form: FormData, acting: Acting): Promise<FormResult> {
  const { id: disbursementId, ...who } = acting;
  const id = String(form.get("invoice") ?? "");
  return answerOf(form, await strikeInvoice({ ...who, id, disbursementId }));
}
