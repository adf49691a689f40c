import { textOfSheet } from "#app/lib/sheet-rows.ts";
import { draftAgreements, type EnterpriseOutcome } from "./draft-agreements.server.ts";
import { type BadRow, EMPTY_INVITE, type InviteAnswer } from "./invite-answer.ts";
import { readTerms } from "./read-terms.ts";
import { type ListedEnterprise, resolveEnterprises } from "./resolve-enterprises.server.ts";
import type { OfferKind } from "./terms-kinds.ts";
import { previewOf } from "./terms-preview.ts";
import { EMPTY_TERMS_FORM, type TermsFormState, typedIn } from "./terms-state.ts";

/** A list of enterprises is a few kilobytes. */
const MOST_LIST_BYTES = 256 * 1024;

export type InviteResult = { ok: true; count: number } | { ok: false; answer: InviteAnswer };

/**
 * Drafts an agreement with every enterprise that the form names. Where all went well there is a number; else the form is
 * answered with the rows that did not, and nothing but those rows in its list: what was drafted stays drafted.
 */
export async function inviteFromForm(
  form: FormData,
  kind: OfferKind,
  acting: { campaign: { id: string; organizationId: string }; userId: string; now: Date },
): Promise<InviteResult> {
  const typed = typedIn(form);
  const again = (over: Partial<InviteAnswer>, state: Partial<TermsFormState> = {}): InviteResult => ({
    ok: false,
    answer: { ...EMPTY_INVITE, ...over, state: { ...EMPTY_TERMS_FORM, typed, ...state } },
  });
  const read = readTerms(typed, kind);
  if (!read.ok) return again({}, { errors: read.errors });
  if (typed.intent === "preview") return again({ preview: previewOf(read.proposal.terms) });
  const listed = await listedIn(form, typed);
  if (!listed.ok) return again({}, { errors: listed.errors });
  const merchantIds = [
    ...(typed.merchantId ?? "").split(" ").filter(Boolean),
    ...listed.rows.flatMap((row) => (row.ok ? [row.merchantId] : [])),
  ];
  const badLines = listed.rows.flatMap((row) => (row.ok ? [] : [row]));
  if (merchantIds.length === 0 && badLines.length === 0)
    return again({}, { errors: { merchantId: "errNoEnterprise" } });
  const { campaign, userId, now } = acting;
  const result = await draftAgreements({
    ...read.proposal,
    formId: typed.formId ?? "",
    fundId: campaign.id,
    organizationId: campaign.organizationId,
    userId,
    merchantIds,
    now,
  });
  if (!result.ok) return again({}, { refusal: result.reason });
  const refused = result.outcomes.flatMap((outcome) => (outcome.ok ? [] : [outcome]));
  const draftedCount = result.outcomes.length - refused.length;
  if (refused.length === 0 && badLines.length === 0) return { ok: true, count: draftedCount };
  // What is done leaves the form; what is wrong stays in it, to be put right.
  const left = { ...typed, merchantId: "", list: badLines.map(({ text }) => text).join("\n") };
  const badRows = [...badLines, ...refused.map((outcome) => badRowOf(outcome, listed.rows))];
  return again({ draftedCount, badRows }, { typed: left });
}

async function listedIn(
  form: FormData,
  typed: Record<string, string>,
): Promise<{ ok: true; rows: ListedEnterprise[] } | { ok: false; errors: Record<string, string> }> {
  const file = form.get("file");
  const hasFile = file instanceof File && file.size > 0;
  if (hasFile && file.size > MOST_LIST_BYTES) return { ok: false, errors: { file: "errFileLarge" } };
  const parts = [
    { field: "list", text: typed.list ?? "" },
    { field: "file", text: hasFile ? textOfSheet(new Uint8Array(await file.arrayBuffer())) : "" },
  ].filter(({ text }) => text.trim() !== "");
  const rows: ListedEnterprise[] = [];
  for (const { field, text } of parts) {
    const found = await resolveEnterprises(text);
    if (!found) return { ok: false, errors: { [field]: "errList" } };
    rows.push(...found);
  }
  return { ok: true, rows };
}

function badRowOf(
  outcome: Extract<EnterpriseOutcome, { ok: false }>,
  rows: readonly ListedEnterprise[],
): BadRow {
  const row = rows.find((one) => one.ok && one.merchantId === outcome.merchantId);
  return {
    line: row?.line ?? null,
    text: outcome.name ?? row?.text ?? outcome.merchantId,
    reason: outcome.reason,
  };
}
