import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { addDays } from "#app/lib/time.ts";
import { reasonIn, requireCharitySide, stateOf } from "./agreement-work.server.ts";
import { openAccounts } from "./open-accounts.server.ts";
import { proposeVersion } from "./propose-version.server.ts";
import { versionsOf } from "./queries.server.ts";
import { readTerms, typedOfTerms } from "./read-terms.ts";
import { isOfferKind, type OfferKind, offerKindOf } from "./terms-kinds.ts";
import { previewOf } from "./terms-preview.ts";
import { EMPTY_TERMS_FORM, type TermsFormState, typedIn } from "./terms-state.ts";

export async function loadAmend(args: LoaderFunctionArgs) {
  const { agreement, today } = await requireCharitySide(args);
  const [versions, accounts] = await Promise.all([
    versionsOf(agreement.id),
    openAccounts(agreement.organizationId),
  ]);
  const latest = versions.at(-1);
  if (!latest || agreement.endedAt) throw new Response(null, { status: 404 });
  const typed = typedOfTerms(latest);
  const earliest = addDays(today, 1);
  // An amendment follows what holds; a proposal that nobody signed is asked again for the days it had.
  const effectiveOn = latest.effectiveOn > today && !agreement.confirmedFrom ? latest.effectiveOn : earliest;
  return {
    agreement,
    kind: kindIn(new URL(args.request.url).searchParams.get("kind")) ?? offerKindOf(latest.terms),
    accounts,
    fresh: { ...typed, effectiveOn },
  };
}

const kindIn = (text: string | null | undefined): OfferKind | null =>
  text && isOfferKind(text) ? text : null;

export async function actOnAmend(args: ActionFunctionArgs) {
  const { person, agreement, now } = await requireCharitySide(args);
  const typed = typedIn(await args.request.formData());
  const again = (over: Partial<TermsFormState>, status: number) =>
    data({ state: { ...EMPTY_TERMS_FORM, typed, ...over }, preview: null }, { status });
  const kind = kindIn(typed.kind);
  if (!kind) throw new Response(null, { status: 422 });
  const read = readTerms(typed, kind);
  if (!read.ok) return again({ errors: read.errors }, 422);
  if (typed.intent === "preview")
    return data({ state: { ...EMPTY_TERMS_FORM, typed }, preview: previewOf(read.proposal.terms) });
  const given = reasonIn(typed, "why");
  if (!given.ok) return again(stateOf(given), 422);
  const result = await proposeVersion({
    ...read.proposal,
    agreementId: agreement.id,
    organizationId: agreement.organizationId,
    userId: person.userId,
    seen: Number(typed.seen ?? "0"),
    why: given.why,
    now,
  });
  if (!result.ok) return again({ refusal: result.reason }, 409);
  throw redirect(`/workspace/consumption/agreements/${agreement.id}?done=1`);
}
