import { randomUUID } from "node:crypto";
import { data, redirect } from "@remix-run/node";
import type { Member } from "#app/features/identity/guards.server.ts";
import { db } from "#app/lib/db.server.ts";
import { dropDraft, findDraft, saveDraft, typedOf } from "#app/lib/form-draft.server.ts";
import { addDays, shanghaiDay } from "#app/lib/time.ts";
import { draftFiling, draftSubject, FILING_FORM } from "./draft-filing.server.ts";
import { filingRule } from "./filing-rules.ts";
import { latestFiled, latestOf, nextKinds, VERSION_KINDS, type VersionKind } from "./filing-state.ts";
import { type FilingView, filingChoices, findFiling } from "./queries.server.ts";
import { type PlanErrors, type Typed, typedPlan } from "./schema.ts";

/** What the form answers with: itself, as it was typed. */
export interface FilingFormAnswer {
  typed: Typed;
  errors: PlanErrors;
  refusal: string | null;
  savedAt: Date | null;
}

interface Asked {
  id: string;
  kind: VersionKind;
  organizationId: string;
  userId: string;
  filing: FilingView | null;
}

/**
 * Which filing, and which version of it, the address asks for. A new one gets its id before its form is shown, so
 * that everything typed from the first key on belongs to it.
 */
async function asked(request: Request, member: Member): Promise<Asked> {
  const [{ organizationId }] = member.memberships;
  const url = new URL(request.url);
  const id = url.searchParams.get("id");
  const kind = VERSION_KINDS.find((one) => one === (url.searchParams.get("kind") ?? "plan"));
  if (id === null) {
    url.searchParams.set("id", randomUUID());
    throw redirect(`${url.pathname}${url.search}`);
  }
  if (!kind || !/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id))
    throw new Response(null, { status: 404 });
  const filing = await findFiling(id, [organizationId]);
  if (!filing && kind !== "plan") throw new Response(null, { status: 404 });
  return { id, kind, organizationId, userId: member.user.id, filing };
}

/** Whether this version may be written now; otherwise the filing's own page says what is under way. */
const isOpen = ({ filing, kind }: Asked): boolean =>
  filing === null || nextKinds(filing, filing.versions).includes(kind);

/** The form with what was typed last, else with the plan it starts from. */
export async function loadFilingForm(request: Request, member: Member, now: Date) {
  const place = await asked(request, member);
  if (!isOpen(place)) throw redirect(`/workspace/filings/${place.id}`);
  const { id, kind, organizationId, userId, filing } = place;
  const today = shanghaiDay(now);
  const [choices, draft] = await Promise.all([
    filingChoices(organizationId),
    findDraft({ userId, organizationId, form: FILING_FORM, subject: draftSubject(id, kind) }),
  ]);
  const days = (key: "before-start" | "after-change" | "away-before-start") =>
    filingRule(key, today, choices.divisionCode);
  const fund = new URL(request.url).searchParams.get("fund");
  return {
    id,
    kind,
    choices,
    savedAt: draft?.savedAt ?? null,
    typed: draft?.typed ?? startingPlan(filing, kind, today, fund),
    filingNo: filing?.filingNo ?? null,
    beforeStart: days("before-start"),
    afterChange: days("after-change").value,
    awayDays: days("away-before-start").value,
    earliest: addDays(today, days("before-start").value),
  };
}
export type FilingFormData = Awaited<ReturnType<typeof loadFilingForm>>;

function startingPlan(
  filing: FilingView | null,
  kind: VersionKind,
  today: string,
  fund: string | null,
): Typed {
  const fresh: Typed = {
    filledOn: today,
    away: "no",
    cooperative: "no",
    region: "online",
    method_online: "yes",
  };
  if (fund) fresh[`fund_${fund}`] = "yes";
  if (!filing) return fresh;
  const from = kind === "plan" ? latestOf(filing.versions) : latestFiled(filing.versions);
  if (!from) return fresh;
  const typed: Typed = { ...typedPlan(from.plan), filledOn: today };
  // A renewal follows the end so far: its days are the clerk's to choose.
  if (kind === "renewal") Object.assign(typed, { startsOn: addDays(from.endsOn, 1), endsOn: "" });
  return typed;
}

/** Saves what is typed, discards it, or hands it to a second person. */
export async function actOnFilingForm(request: Request, member: Member, now: Date) {
  const place = await asked(request, member);
  const { id, kind, organizationId, userId } = place;
  const form = await request.formData();
  const typed = typedOf(form);
  const key = { userId, organizationId, form: FILING_FORM, subject: draftSubject(id, kind) };
  const answer = (over: Partial<FilingFormAnswer>): FilingFormAnswer => ({
    typed,
    errors: {},
    refusal: null,
    savedAt: null,
    ...over,
  });
  if (form.get("intent") === "discard") {
    await dropDraft(db, key);
    throw redirect("/workspace/filings?done=Discarded");
  }
  if (form.get("intent") === "save-draft") {
    // A message that was on its way when the form itself arrived brings nothing back.
    if (!isOpen(place)) return data(answer({ savedAt: now }));
    const saved = await saveDraft(key, typed, now);
    return saved.ok
      ? data(answer({ savedAt: saved.savedAt }))
      : data(answer({ refusal: "formDraftFull" }), { status: 413 });
  }
  const result = await draftFiling({ filingId: id, organizationId, userId, kind, typed, now });
  if (result.ok) throw redirect(`/workspace/filings/${id}?done=Drafted`);
  const saved = await saveDraft(key, typed, now);
  return result.reason === "invalid"
    ? data(answer({ errors: result.errors, savedAt: saved.ok ? now : null }), { status: 422 })
    : data(answer({ refusal: `refuse_${result.reason}` }), { status: 409 });
}
