import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  redirect,
} from "@remix-run/node";
import { currentUser } from "#app/features/identity/guards.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { db } from "#app/lib/db.server.ts";
import { fundIdOf } from "#app/lib/ids.ts";
import { log } from "#app/lib/log.server.ts";
import { takeRate } from "#app/lib/rate-limit.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { tokenOpens } from "../donation-token.server.ts";
import {
  cancelMonthlyPlan,
  changeTerms,
  type PlanChange,
  type PlanRefusal,
  pausePlan,
  resumePlan,
  skipPeriod,
} from "./change-monthly-plan.server.ts";
import { openAgreement } from "./open-agreement.server.ts";
import { LEAST_GAP_SECONDS, REFRESH_FOR_MS } from "./page-times.ts";
import { planCookie, planTokenOf } from "./plan-cookie.server.ts";
import { currentAgreement, type Plan, type PlanKey, readPlan } from "./plan-rows.server.ts";
import { type PlanNow, planNow } from "./plan-state.ts";
import { planActSchema } from "./schema.ts";
import { tellAgreements } from "./tell-agreements.server.ts";

/** Wrong links from one address in an hour, before even right ones are asked to wait. */
const WRONG_LINK_RATE = { name: "monthly-link", limit: 30, windowSeconds: 3600 } as const;
const ACT_RATE = { name: "monthly-act", limit: 30, windowSeconds: 600 } as const;
const HEADERS = { "Cache-Control": "no-store" } as const;

function keyOf(id: string | undefined): PlanKey {
  const fundId = fundIdOf(id ?? "", "m");
  if (!fundId || id === undefined) throw new Response(null, { status: 404 });
  return { fundId, id };
}

/** The plan, for its donor alone: by the mailed link, this page's cookie, or the account it was made with. */
async function planOfDonor({ params, request, context }: LoaderFunctionArgs): Promise<Plan> {
  const key = keyOf(params.id);
  const plan = await readPlan(db, key);
  const token = new URL(request.url).searchParams.get("token") ?? planTokenOf(request);
  if (plan && tokenOpens(token, plan.tokenHash)) return plan;
  const user = plan?.userId ? await currentUser(request) : null;
  if (plan && user?.id === plan.userId) return plan;
  // A wrong link and a plan that is not there look the same, and trying them has an end.
  const rate = await takeRate(WRONG_LINK_RATE, clientAddressOf(context), new Date());
  if (!rate.ok)
    throw new Response(null, { status: 429, headers: { "Retry-After": String(rate.retryAfterSeconds) } });
  throw new Response(null, { status: 404 });
}

export async function loadPlanPage(args: LoaderFunctionArgs) {
  const plan = await planOfDonor(args);
  const url = new URL(args.request.url);
  const token = url.searchParams.get("token");
  // The secret leaves the address bar at once, so that it is in no shared link and no referrer.
  if (token) {
    const isRight = tokenOpens(token, plan.tokenHash);
    const headers: HeadersInit = isRight ? { "Set-Cookie": planCookie(plan.id, token) } : {};
    throw redirect(`/monthly/${plan.id}`, { headers });
  }
  const now = new Date();
  const state = planNow(plan, shanghaiDay(now));
  const headers = new Headers(HEADERS);
  if (isWaiting(plan, state, now)) headers.set("Refresh", String(LEAST_GAP_SECONDS));
  const done = url.searchParams.get("done");
  return data(
    { plan: shown(plan, now), now: stateShown(state), done: isDone(done) ? done : null },
    { headers },
  );
}

/** Something comes by itself within seconds: the signature, or the first deduction of today. */
function isWaiting(plan: Plan, state: PlanNow, now: Date): boolean {
  if (now.getTime() - plan.createdAt.getTime() > REFRESH_FOR_MS) return false;
  if (state.state === "signing") return true;
  return state.nextDueOn === shanghaiDay(now) || plan.charges.some((charge) => charge.isOpen);
}

const DONE = ["terms", "pause", "resume", "skip", "cancel"] as const;
type Done = (typeof DONE)[number];
const isDone = (text: string | null): text is Done => DONE.some((one) => one === text);

/** What the page is given: never the token's hash, an address or a credential. */
function shown(plan: Plan, now: Date) {
  const { id, provider, currency, createdAt, fund, organization, charges, billing, visibility } = plan;
  const waiting = plan.agreements.findLast((one) => !one.signedAt && !one.endedAt && one.expiresAt > now);
  const signUrl = waiting?.signUrl ?? null;
  const capFen = billing === "ours" ? (currentAgreement(plan)?.amountFen ?? null) : null;
  const isEnding = plan.agreements.some((one) => one.endWantedAt && !one.endedAt);
  return {
    id,
    provider,
    currency,
    createdAt,
    fund,
    organization,
    visibility,
    charges: [...charges].reverse(),
    signUrl,
    capFen,
    isEnding,
    skipped: plan.acts.flatMap((act) => (act.kind === "skipped" && act.period ? [act.period] : [])),
  };
}

function stateShown(state: PlanNow) {
  const { cancelled, ...rest } = state;
  return {
    ...rest,
    cancelledAt: cancelled?.at ?? null,
    cancelledBy: cancelled?.actor ?? null,
    cancelReason: cancelled?.reason ?? null,
  };
}

export type PlanErrors = Partial<Record<"amount" | "day" | "form", string>>;

export async function actOnPlanPage(args: ActionFunctionArgs) {
  const plan = await planOfDonor(args);
  const now = new Date();
  const rate = await takeRate(ACT_RATE, plan.id, now);
  const refuse = (errors: PlanErrors, typed: Record<string, string>, status: number) =>
    data({ errors, typed }, { status, headers: HEADERS });
  const typed = textsOf(await args.request.formData());
  if (!rate.ok) return refuse({ form: "tooMany" }, typed, 429);
  const given = planActSchema.safeParse(typed);
  if (!given.success) {
    const errors: PlanErrors = {};
    for (const issue of given.error.issues)
      errors[issue.path[0] === "amount" || issue.path[0] === "day" ? issue.path[0] : "form"] ??=
        issue.message;
    return refuse(errors.form ? { form: "formBroken" } : errors, typed, 422);
  }
  const changed = await perform(plan, given.data, now);
  if (!changed.ok)
    return refuse(refusalOf(changed.reason), typed, changed.reason === "provider-unavailable" ? 503 : 409);
  if (changed.signUrl) return redirect(changed.signUrl);
  // The provider is told at once; what it does not answer is told again by the worker.
  await tellAgreements(now, plan).catch((error: unknown) =>
    log.warn({ err: error }, "a provider was not told"),
  );
  return redirect(`/monthly/${plan.id}?done=${given.data.intent}`);
}

type Act = ReturnType<typeof planActSchema.parse>;

async function perform(plan: Plan, act: Act, now: Date): Promise<PlanChange> {
  switch (act.intent) {
    case "terms":
      return changeTerms(plan, { amountFen: act.amount, dayOfMonth: act.day }, now);
    case "pause":
      return pausePlan(plan, act.months, now);
    case "resume":
      return resumePlan(plan, now);
    case "skip":
      return skipPeriod(plan, act.period, now);
    case "cancel":
      return cancelMonthlyPlan(plan, act.reason ?? null, now);
    case "sign": {
      const state = planNow(plan, shanghaiDay(now));
      if (state.state !== "signing") return { ok: false, reason: "cancelled" };
      if (plan.fund.state !== "open") return { ok: false, reason: "fund-closed" };
      const { amountFen, dayOfMonth } = state;
      return openAgreement(plan, { amountFen, dayOfMonth }, now);
    }
  }
}

function refusalOf(reason: PlanRefusal): PlanErrors {
  return reason === "bad-terms" ? { amount: "amountOutOfRange" } : { form: `refused_${reason}` };
}

function textsOf(form: FormData): Record<string, string> {
  return Object.fromEntries(
    [...form].filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
}

export function planPageHeaders({ loaderHeaders }: HeadersArgs): Headers {
  const headers = new Headers({ ...HEADERS, "X-Robots-Tag": "noindex" });
  const refresh = loaderHeaders.get("Refresh");
  if (refresh) headers.set("Refresh", refresh);
  return headers;
}
