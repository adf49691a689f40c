import { type ActionFunctionArgs, data, redirect } from "@remix-run/node";
import { deviceOf } from "#app/features/donations/device-cookie.server.ts";
import { giftCookie } from "#app/features/donations/give.server.ts";
import { rememberGiver } from "#app/features/donations/giver-memory.server.ts";
import { guardGiving } from "#app/features/donations/guard-giving.server.ts";
import { amountOf, donationFormSchema, MIN_CARD_GIFT_FEN } from "#app/features/donations/schema.ts";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { PRIVATE_HEADERS } from "#app/features/identity/private-page.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { type GiveWithOrderResult, giveWithOrder } from "./give-with-order.server.ts";
import { invitedSums } from "./invitation.ts";
import { findOrderGift } from "./order-gift.server.ts";
import { returnedFenOf } from "./order-sums.ts";
import { readOrderToken } from "./order-token.server.ts";
import { findShopperOrder, type ShopperOrder } from "./shopper-order.server.ts";

/** Ways in which somebody with a phone in the hand pays a small sum; a bank transfer is none. */
const WAYS = ["alipay", "stripe"] as const;
export type ShopperWay = (typeof WAYS)[number];

export interface ShopperInvitation {
  sums: bigint[];
  ways: ShopperWay[];
  isOpen: boolean;
}

/** Throws 404 for a token that nobody signed. `order` is null while a till has not sent it yet. */
export async function loadOrderPage(token: string | undefined, now: Date) {
  const named = readOrderToken(token ?? "");
  if (!named) throw new Response(null, { status: 404 });
  const order = await findShopperOrder(named.merchantId, named.orderNo);
  if (!order) return { order: null, gift: null, invitation: null };
  const [gift, invitation] =
    order.terms.giver === "shopper"
      ? await Promise.all([findOrderGift(order.merchantId, order.orderNo), invitationTo(order, now)])
      : [null, null];
  return { order, gift, invitation };
}
export type OrderPageData = Awaited<ReturnType<typeof loadOrderPage>>;

async function invitationTo(order: ShopperOrder, now: Date): Promise<ShopperInvitation> {
  const target = await findGivingTarget("consumption", order.campaignSlug, now);
  const sums = invitedSums(order.terms, { ...order, returnedFen: returnedFenOf(order) });
  const takesCards = sums.some((sum) => sum >= MIN_CARD_GIFT_FEN);
  if (!target?.giving.open) return { sums, ways: [], isOpen: false };
  const { providers } = target.giving;
  const ways = WAYS.filter((way) => providers.includes(way));
  return { sums, ways: ways.filter((way) => way !== "stripe" || takesCards), isOpen: true };
}

type Refusal = Exclude<GiveWithOrderResult, { ok: true }>["reason"];

export interface OrderGiftAnswer {
  typed: Record<string, string>;
  refusal: Refusal | null;
  /** Field → key of the dictionary `give`. */
  errors: Record<string, string>;
}

/** The shopper's form on the order's page: starts the gift and leads to the payment company. */
export async function actOnOrderPage({ params, request, context }: ActionFunctionArgs) {
  const now = new Date();
  const named = readOrderToken(params.token ?? "");
  if (!named) throw new Response(null, { status: 404 });
  const form = await request.formData();
  const typed = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const { device, cookie } = deviceOf(request);
  const headers = new Headers({ "Set-Cookie": cookie, ...PRIVATE_HEADERS });
  const refuse = (answer: Partial<OrderGiftAnswer>, status: number) =>
    data<OrderGiftAnswer>({ typed, refusal: null, errors: {}, ...answer }, { status, headers });
  // The sum is held against the order below, so that the form's own amount is only one of those offered.
  const parsed = donationFormSchema.safeParse({
    ...typed,
    other: "",
    frequency: "once",
    attempt: "0".repeat(16),
  });
  const amountFen = parsed.data ? amountOf(parsed.data) : "amountMissing";
  if (!parsed.success || typeof amountFen === "string") {
    const issues = parsed.error?.issues ?? [];
    return refuse(
      { errors: Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message])) },
      422,
    );
  }
  const provider = WAYS.find((way) => way === parsed.data.provider);
  if (!provider) return refuse({ errors: { provider: "providerMissing" } }, 422);
  const address = clientAddressOf(context);
  const answer = typed.challenge ? { token: typed.challenge, words: typed.words ?? "" } : null;
  const guard = await guardGiving({ address, device, fundId: named.merchantId, provider, answer, now });
  if (!guard.ok && guard.reason === "too-many") return refuse({ errors: { form: "tooMany" } }, 429);
  if (!guard.ok)
    return refuse(
      {
        typed: { ...typed, challenge: guard.token },
        errors: { words: guard.outcome ? `challenge_${guard.outcome}` : "challenge_asked" },
      },
      422,
    );
  const { visibility, name, pseudonym, email } = parsed.data;
  const userId = (await currentUser(request))?.id ?? null;
  const given = { ...named, amountFen, provider, visibility, name, pseudonym, email, userId, now };
  const started = await giveWithOrder(given);
  if (!started.ok)
    return refuse({ refusal: started.reason }, started.reason === "provider-unavailable" ? 503 : 409);
  void rememberGiver(started.donationId, { address, device });
  headers.append("Set-Cookie", giftCookie(started.donationId, started.token));
  return redirect(started.payUrl ?? `/donations/${started.donationId}`, { headers });
}
