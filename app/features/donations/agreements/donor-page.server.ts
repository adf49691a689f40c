import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { preferencesOf } from "#app/lib/preferences.ts";
import { takeRate } from "#app/lib/rate-limit.server.ts";
import { tokenInAddress, tokenOf } from "../donation-token.server.ts";
import { findGift, type GiftView } from "../queries.server.ts";
import { agreementPdf } from "./agreement-document.server.ts";
import { versionInForce } from "./agreement-terms.ts";
import { askAgreement } from "./ask-agreement.server.ts";
import { confirmForDonor } from "./confirm-agreement.server.ts";
import { stateOfErrors, stateOfRefusal } from "./form-state.ts";
import { type Agreement, findAgreement } from "./queries.server.ts";
import { askSchema, signSchema } from "./schema.ts";

const WRONG_LINK_RATE = { name: "agreement-link", limit: 30, windowSeconds: 3600 } as const;
const ACT_RATE = { name: "agreement-act", limit: 20, windowSeconds: 600 } as const;

/** The gift, for its donor alone. Without the right secret it looks as if there were none. */
async function giftOfDonor({ params, request, context }: LoaderFunctionArgs): Promise<GiftView> {
  const gift = await findGift(params.id ?? "", tokenOf(request));
  if (gift?.own) return gift;
  const rate = await takeRate(WRONG_LINK_RATE, clientAddressOf(context), new Date());
  if (!rate.ok)
    throw new Response(null, { status: 429, headers: { "Retry-After": String(rate.retryAfterSeconds) } });
  throw new Response(null, { status: 404 });
}

/** What the donor may read: a draft that the charity has not confirmed is not the charity's word yet. */
function offeredVersions(agreement: Agreement | null) {
  return (agreement?.versions ?? []).filter(({ charityConfirmedAt }) => charityConfirmedAt !== null);
}

export async function loadDonorAgreement(args: LoaderFunctionArgs) {
  const gift = await giftOfDonor(args);
  const agreement = await findAgreement(gift.id);
  const versions = offeredVersions(agreement);
  const secret = tokenInAddress(args.request);
  return {
    gift: { id: gift.id, amountFen: gift.amountFen, fund: gift.fund, organization: gift.organization },
    asked: agreement
      ? { at: agreement.askedAt, partyName: agreement.partyName, wishes: agreement.wishes }
      : null,
    latest: versions.at(-1) ?? null,
    inForce: versionInForce(versions),
    // Who came by the letter's link goes on with it: another browser has no cookie.
    ownQuery: secret ? `?token=${encodeURIComponent(secret)}` : "",
    isDone: new URL(args.request.url).searchParams.has("done"),
  };
}

export async function actOnDonorAgreement(args: ActionFunctionArgs) {
  const gift = await giftOfDonor(args);
  const form = await args.request.formData();
  const now = new Date();
  const rate = await takeRate(ACT_RATE, gift.id, now);
  if (!rate.ok) return data({ state: stateOfRefusal(form, "too-many") }, { status: 429 });
  if (form.get("intent") === "ask") {
    const given = askSchema.safeParse(Object.fromEntries(form));
    if (!given.success) return data({ state: stateOfErrors(form, given.error) }, { status: 422 });
    const asked = await askAgreement({ donationId: gift.id, ...given.data, now });
    return asked.ok
      ? again(args.request)
      : data({ state: stateOfRefusal(form, asked.reason) }, { status: 409 });
  }
  const given = signSchema.safeParse(Object.fromEntries(form));
  if (!given.success) return data({ state: stateOfErrors(form, given.error) }, { status: 422 });
  const agreement = await findAgreement(gift.id);
  if (!agreement) throw new Response(null, { status: 404 });
  const { organizationId } = agreement;
  const signed = await confirmForDonor({ donationId: gift.id, organizationId, ...given.data, now });
  return signed.ok
    ? again(args.request)
    : data({ state: stateOfRefusal(form, signed.reason) }, { status: 409 });
}

/** Back to the same page, so that sending the form again by reloading does nothing. */
function again(request: Request): never {
  const url = new URL(request.url);
  url.searchParams.set("done", "1");
  throw redirect(`${url.pathname}${url.search}`);
}

/** The newest version that the charity stands by, as a PDF. */
export async function donorAgreementPdf(args: LoaderFunctionArgs): Promise<Response> {
  const gift = await giftOfDonor(args);
  const latest = offeredVersions(await findAgreement(gift.id)).at(-1);
  if (!latest) throw new Response(null, { status: 404 });
  return agreementPdf(latest, preferencesOf(args.request, args.context).lang);
}
