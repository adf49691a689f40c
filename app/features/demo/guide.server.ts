import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  redirect,
} from "@remix-run/node";
import { env } from "#app/lib/env.server.ts";
import { fenToYuan, parseTypedYuan } from "#app/lib/money.ts";
import { callSandbox } from "./call-sandbox.server.ts";
import { GUIDE_FUND } from "./guide-fund.ts";
import { stepToDo } from "./guide-state.ts";
import { type GuideVisit, readVisit, visitCookie } from "./guide-visit.server.ts";
import { confirmArrival, payOut } from "./pay-out.server.ts";
import { proposeNext } from "./propose-next.server.ts";
import {
  findGuidePayment,
  findGuideProject,
  findVisitorsGift,
  type GuideProject,
  spendableFenOf,
} from "./queries.server.ts";
import { signInAs } from "./sign-in-as.server.ts";

/** With the address: without it an address that ends in #now would not load again. */
const REFRESH_SECONDS = 2;
/** How long a closed day is waited for before the page stops asking by itself. */
const WAIT_MS = 2 * 60 * 1000;
const PROJECT_PATH = `/projects/${GUIDE_FUND.slug}`;

async function demoProject(): Promise<GuideProject> {
  const project = env().DEMO ? await findGuideProject() : null;
  if (!project) throw new Response(null, { status: 404 });
  return project;
}

async function walkOf(project: GuideProject, visit: GuideVisit | null) {
  const gift = visit ? await findVisitorsGift(project.fundId, visit) : null;
  const payment = await findGuidePayment(project.fundId, visit, gift);
  return { gift, payment, hasLooked: visit?.hasLooked ?? false };
}

/** The guide with the visitor's own walk; it looks again by itself while something is on its way. */
export async function loadGuide({ request }: LoaderFunctionArgs) {
  const project = await demoProject();
  const visit = readVisit(request);
  const progress = await walkOf(project, visit);
  const toDo = stepToDo(progress);
  const now = new Date();
  const closedAt = visit?.closedAt ?? null;
  const isWaiting = closedAt !== null && now.getTime() - closedAt.getTime() < WAIT_MS;
  const looksAgain =
    (toDo === "close" && isWaiting) || toDo === "trace" || (toDo === "pay" && progress.gift?.payUrl === null);
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  if (looksAgain) headers.Refresh = `${REFRESH_SECONDS}; url=/guide`;
  const { title, titleEn } = project;
  return data(
    {
      ...progress,
      toDo,
      closedAt,
      isWaiting,
      spendableFen: await spendableFenOf(project.fundId),
      sandboxUrl: env().SANDBOX_URL ?? null,
      title,
      titleEn,
    },
    { headers },
  );
}

export function guideHeaders({ loaderHeaders }: HeadersArgs): Headers {
  const headers = new Headers({ "Cache-Control": "no-store", "X-Robots-Tag": "noindex" });
  const refresh = loaderHeaders.get("Refresh");
  if (refresh) headers.set("Refresh", refresh);
  return headers;
}

export type GuideError = "amount" | "too-small" | "sandbox" | "refused" | "not-now";
const refuse = (error: GuideError) => data({ error }, { status: error === "sandbox" ? 503 : 422 });

/** One button of the guide. */
export async function actOnGuide({ request }: ActionFunctionArgs) {
  const project = await demoProject();
  const form = await request.formData();
  const visit = readVisit(request);
  const now = new Date();
  const act = form.get("act");
  if (act === "give") return give(String(form.get("amount") ?? ""), now);
  if (act === "begin-again") return back(null);
  const { gift, payment } = await walkOf(project, visit);
  if (!visit || !gift) return refuse("not-now");
  if (act === "look") {
    const headers = { "Set-Cookie": visitCookie({ ...visit, hasLooked: true }) };
    return redirect(`/donations/${gift.id}`, { headers });
  }
  if (act === "close") {
    const closed = await callSandbox("settle", { merchant: GUIDE_FUND.organization });
    return closed ? back({ ...visit, hasLooked: true, closedAt: now }) : refuse("sandbox");
  }
  if (act === "propose")
    return (await proposeNext(project, payment, now)).ok ? back(visit) : refuse("refused");
  if (!payment) return refuse("not-now");
  if (act === "approve") {
    const headers = { "Set-Cookie": await signInAs("approver", now) };
    return redirect(`/workspace/disbursements/${payment.id}#do`, { headers });
  }
  if (act === "pay-out" || act === "arrived") {
    const work = act === "pay-out" ? payOut : confirmArrival;
    const done = await work(project, payment, now);
    if (!done.ok) return refuse(done.reason === "sandbox-silent" ? "sandbox" : "refused");
    return back(visit, await signInAs("clerk", now));
  }
  return refuse("not-now");
}

/** To the real giving page, as the demo's donor, with everything filled in but what the visitor wants to change. */
async function give(typed: string, now: Date) {
  const amount = parseTypedYuan(typed);
  if (!amount.ok) return refuse("amount");
  const query = new URLSearchParams({
    amount: "other",
    other: fenToYuan(amount.amountFen),
    visibility: "anonymous",
    provider: "alipay",
  });
  const headers = new Headers();
  // The clock of the database may be a little ahead of ours.
  const startedAt = new Date(now.getTime() - 1_000);
  headers.append("Set-Cookie", visitCookie({ startedAt, hasLooked: false, closedAt: null }));
  headers.append("Set-Cookie", await signInAs("donor", now));
  return redirect(`${PROJECT_PATH}/donate?${query}`, { headers });
}

function back(visit: GuideVisit | null, session?: string) {
  const headers = new Headers();
  headers.append("Set-Cookie", visitCookie(visit));
  if (session) headers.append("Set-Cookie", session);
  return redirect("/guide#now", { headers });
}
