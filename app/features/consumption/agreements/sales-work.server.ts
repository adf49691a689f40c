import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { agreementPdf } from "./agreement-document.server.ts";
import { chosenVersion, PRIVATE_PDF, reasonIn, stateOf } from "./agreement-work.server.ts";
import { confirmForMerchant } from "./confirm-agreements.server.ts";
import { papersOf } from "./papers.server.ts";
import { findAgreement, listAgreements, versionsOf } from "./queries.server.ts";
import { EMPTY_TERMS_FORM, type TermsFormState, typedIn } from "./terms-state.ts";
import { turnDown } from "./turn-down.server.ts";

/** Who is signed in to work for an enterprise; else throws as requireRole does. */
export async function requireMerchantPerson(
  request: Request,
): Promise<{ userId: string; merchantIds: string[] }> {
  const { user, memberships } = await requireRole(request, ["merchant"]);
  return {
    userId: user.id,
    merchantIds: [...new Set(memberships.map(({ organizationId }) => organizationId))],
  };
}

export async function loadSalesAgreements({ request }: LoaderFunctionArgs) {
  const { merchantIds } = await requireMerchantPerson(request);
  const today = shanghaiDay(new Date());
  return { rows: await listAgreements({ merchantIds }, today), today };
}

/** The agreement that the address names, for those who sign for its enterprise; else throws a 404 response. */
async function requireMerchantSide({ request, params }: LoaderFunctionArgs) {
  const person = await requireMerchantPerson(request);
  const now = new Date();
  const today = shanghaiDay(now);
  const agreement = await findAgreement(params.id ?? "", person, today);
  if (!agreement) throw new Response(null, { status: 404 });
  const offered = (await versionsOf(agreement.id)).filter(({ charityConfirmedAt }) => charityConfirmedAt);
  // What the charity is still drafting is its own.
  if (offered.length === 0) throw new Response(null, { status: 404 });
  return { person, agreement, offered, today, now };
}

export async function loadSalesAgreement(args: LoaderFunctionArgs) {
  const { agreement, offered, today } = await requireMerchantSide(args);
  return {
    agreement,
    versions: offered,
    papers: await papersOf(agreement.id),
    version: chosenVersion(args.request, offered),
    today,
    isDone: new URL(args.request.url).searchParams.has("done"),
  };
}

export async function salesAgreementPdf(args: LoaderFunctionArgs): Promise<Response> {
  const { agreement, offered } = await requireMerchantSide(args);
  const { lang } = preferencesOf(args.request, args.context);
  const version = chosenVersion(args.request, offered);
  const papers = await papersOf(agreement.id);
  return agreementPdf([agreement, offered, version, papers, "party", lang], PRIVATE_PDF);
}

/** The enterprise confirms, or declines with a reason. */
export async function actOnSalesAgreement(args: ActionFunctionArgs) {
  const { person, agreement, now } = await requireMerchantSide(args);
  const typed = typedIn(await args.request.formData());
  const seen = { agreementId: agreement.id, number: Number(typed.seen ?? "0") };
  const acting = { organizationId: agreement.merchantId, userId: person.userId, seen, now };
  const result = await answerOffer(typed, acting);
  if (result.ok) throw redirect(`/workspace/sales/agreements/${agreement.id}?done=1`);
  const state: TermsFormState = { ...EMPTY_TERMS_FORM, typed, ...stateOf(result) };
  return data({ state }, { status: "field" in result ? 422 : 409 });
}

async function answerOffer(
  typed: Record<string, string>,
  acting: Parameters<typeof confirmForMerchant>[0],
): Promise<Awaited<ReturnType<typeof confirmForMerchant | typeof turnDown>> | ReturnType<typeof reasonIn>> {
  if (typed.intent === "confirm") return confirmForMerchant(acting);
  if (typed.intent !== "refuse") throw new Response(null, { status: 422 });
  const given = reasonIn(typed, "refuseWhy");
  return given.ok ? turnDown({ ...acting, side: "merchant", why: given.why }) : given;
}
