import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { findGivingTarget, type GivingTarget } from "#app/features/funds/giving-queries.server.ts";
import type { FundKind } from "#app/features/funds/kinds.ts";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { env } from "#app/lib/env.server.ts";
import { newSecret } from "#app/lib/ids.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { deviceOf } from "./device-cookie.server.ts";
import { rememberGiver } from "./giver-memory.server.ts";
import { type GuardAnswer, guardGiving } from "./guard-giving.server.ts";
import { planCookie } from "./monthly/plan-cookie.server.ts";
import { LATEST_DAY } from "./monthly/rules.ts";
import { startMonthlyPlan } from "./monthly/start-monthly-plan.server.ts";
import { amountOf, type DonationForm, donationFormSchema, wayOf } from "./schema.ts";
import { startDonation } from "./start-donation.server.ts";

/** What was typed, as text, so that it can be shown again. */
export type TypedGift = Partial<Record<keyof DonationForm, string>>;
/** Field → key of the `give` dictionary. */
export type GiftErrors = Partial<Record<keyof DonationForm | "form", string>>;

async function target(kind: FundKind, slug: string | undefined): Promise<GivingTarget> {
  const found = await findGivingTarget(kind, slug ?? "", new Date());
  if (!found) throw new Response(null, { status: 404 });
  return found;
}

/** What the form's page shows; never an id of a credential. */
function shown(found: GivingTarget) {
  const { credentials: _, id: __, organizationId: ___, ...rest } = found;
  return rest;
}

export async function loadGivePage(kind: FundKind, { params, request }: LoaderFunctionArgs) {
  const found = await target(kind, params.slug);
  const query = new URL(request.url).searchParams;
  const typed: TypedGift = {};
  for (const name of ["amount", "other", "visibility", "provider"] as const) {
    const value = query.get(name);
    if (value) typed[name] = value.slice(0, 40);
  }
  // Today, so that a monthly gift can begin at once; the 29th to the 31st are not in every month.
  typed.day = String(Math.min(Number(shanghaiDay(new Date()).slice(8)), LATEST_DAY));
  const status = found.giving.open ? 200 : 409;
  return data(
    { fund: shown(found), isPhone: isPhone(request), typed: { ...typed, attempt: newSecret() } as TypedGift },
    { status, headers: { "Cache-Control": "no-store" } },
  );
}

const isPhone = (request: Request): boolean =>
  /Mobile|Android|iPhone/.test(request.headers.get("user-agent") ?? "");

export async function actOnGiveForm(kind: FundKind, { params, request, context }: ActionFunctionArgs) {
  const found = await target(kind, params.slug);
  const form = await request.formData();
  const typed: TypedGift = Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const refuse = (errors: GiftErrors, status: number) => data({ typed, errors }, { status });
  if (!found.giving.open) return refuse({ form: `closed_${found.giving.reason}` }, 409);
  const parsed = donationFormSchema.safeParse(typed);
  if (!parsed.success) {
    const errors: GiftErrors = {};
    for (const issue of parsed.error.issues) errors[issue.path[0] as keyof GiftErrors] ??= issue.message;
    return refuse(errors, 422);
  }
  const amountFen = amountOf(parsed.data);
  if (typeof amountFen === "string") return refuse({ other: amountFen }, 422);
  const way = wayOf(parsed.data.provider);
  if (!way) return refuse({ provider: "providerMissing" }, 422);
  const now = new Date();
  const { device, cookie } = deviceOf(request);
  const guard = await guardGiving({
    address: clientAddressOf(context),
    device,
    fundId: found.id,
    provider: way.provider,
    answer: typed.challenge ? { token: typed.challenge, words: typed.words ?? "" } : null,
    now,
  });
  if (!guard.ok) return askToWait(typed, guard, cookie);
  const user = await currentUser(request);
  const { name, pseudonym, email, phone, message, visibility, attempt } = parsed.data;
  if (parsed.data.frequency === "monthly") {
    const plan = await startMonthlyPlan({
      target: found,
      intention: `form:${attempt}`,
      amountFen,
      dayOfMonth: Number(parsed.data.day),
      provider: way.provider,
      visibility,
      name,
      pseudonym,
      email: email ?? "",
      message,
      userId: user?.id ?? null,
      now,
    });
    if (!plan.ok) return refuse({ form: REFUSALS[plan.reason] }, statusOfRefusal(plan.reason));
    const headers = new Headers({ "Set-Cookie": planCookie(plan.planId, plan.token) });
    headers.append("Set-Cookie", cookie);
    return redirect(plan.signUrl, { headers });
  }
  const started = await startDonation({
    target: found,
    // Going back and choosing the other way is another order: the first one stays as it was opened.
    intention: way.presentation === "qr" ? `form:${attempt}:qr` : `form:${attempt}`,
    amountFen,
    provider: way.provider,
    presentation: way.presentation,
    visibility,
    name,
    pseudonym,
    email,
    phone,
    message,
    userId: user?.id ?? null,
    device: isPhone(request) ? "mobile" : "desktop",
    now,
  });
  if (started.ok) {
    void rememberGiver(started.donationId, { address: clientAddressOf(context), device });
    const headers = new Headers({ "Set-Cookie": giftCookie(started.donationId, started.token) });
    headers.append("Set-Cookie", cookie);
    return redirect(started.payUrl ?? `/donations/${started.donationId}`, { headers });
  }
  return refuse({ form: REFUSALS[started.reason] }, statusOfRefusal(started.reason));
}

const REFUSALS = {
  closed: "providerNotOffered",
  "provider-not-offered": "providerNotOffered",
  "other-content": "otherContent",
  "already-paid": "alreadyPaid",
  "provider-unavailable": "unavailable",
} as const;

const statusOfRefusal = (reason: keyof typeof REFUSALS): number =>
  reason === "provider-unavailable" ? 503 : 409;

/** One sentence for everybody: what made us careful is told to nobody. */
function askToWait(typed: TypedGift, guard: Exclude<GuardAnswer, { ok: true }>, cookie: string) {
  const headers = new Headers({ "Set-Cookie": cookie, "Cache-Control": "no-store" });
  if (guard.reason === "too-many") {
    headers.set("Retry-After", String(guard.retryAfterSeconds));
    return data({ typed, errors: { form: "tooMany" } as GiftErrors }, { status: 429, headers });
  }
  const errors: GiftErrors = { words: guard.outcome ? `challenge_${guard.outcome}` : "challenge_asked" };
  return data({ typed: { ...typed, challenge: guard.token }, errors }, { status: 422, headers });
}

/**
 * The donor's browser remembers the gift's secret for the gift's own page, so that it appears in no
 * address that others see (the payment company, a shared link).
 */
export function giftCookie(donationId: string, token: string): string {
  const secure = env().PUBLIC_URL.startsWith("https:") ? "; Secure" : "";
  return `gift=${token}; Path=/donations/${donationId}; Max-Age=2592000; HttpOnly; SameSite=Lax${secure}`;
}
