import { data, type HeadersArgs, type LoaderFunctionArgs } from "@remix-run/node";
import { tokenInAddress, tokenOf } from "#app/features/donations/donation-token.server.ts";
import { findGift, giftRefunds } from "#app/features/donations/queries.server.ts";
import { transferDetails } from "#app/features/donations/transfer-details.server.ts";
import { donationTrace } from "./trace-queries.server.ts";

/** States in which something is still being waited for, so that the page looks again by itself. */
const REFRESHING = new Set(["pending"]);
const REFRESH_SECONDS = 5;
const REFRESH_FOR_MS = 2 * 60 * 60 * 1000;

/** A gift's page: what everybody may see, and with the donor's secret what is the donor's. */
export async function loadGiftPage({ params, request }: LoaderFunctionArgs) {
  const id = params.id ?? "";
  const gift = await findGift(id, tokenOf(request));
  if (!gift) throw new Response(null, { status: 404 });
  const trace = await donationTrace(gift.fundId, gift.id);
  if (!trace) throw new Response(null, { status: 404 });
  const refunds = await giftRefunds(gift.fundId, gift.id);
  const now = new Date();
  const isFresh = now.getTime() - gift.createdAt.getTime() < REFRESH_FOR_MS;
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  // Works without scripts; browsers show the new state in place.
  // A bank transfer takes a day: nothing to look at again within seconds.
  const isAwaited = REFRESHING.has(gift.status) && gift.provider !== "offline";
  if (isAwaited && isFresh) headers.Refresh = String(REFRESH_SECONDS);
  const { fundId: _, ...shown } = gift;
  const transfer = gift.own && !gift.paidAt ? await transferDetails(gift.id) : null;
  const secret = tokenInAddress(request);
  // Who came by the letter's link goes on with it: another browser has no cookie.
  const ownQuery = gift.own && secret ? `?token=${encodeURIComponent(secret)}` : "";
  return data({ gift: shown, trace, transfer, refunds, now, ownQuery }, { headers });
}

export function giftPageHeaders({ loaderHeaders }: HeadersArgs): Headers {
  const headers = new Headers({ "Cache-Control": "no-store", "X-Robots-Tag": "noindex" });
  const refresh = loaderHeaders.get("Refresh");
  if (refresh) headers.set("Refresh", refresh);
  return headers;
}
