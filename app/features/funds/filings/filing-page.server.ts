import { data, redirect } from "@remix-run/node";
import type { Member } from "#app/features/identity/guards.server.ts";
import { db } from "#app/lib/db.server.ts";
import { env } from "#app/lib/env.server.ts";
import { listDrafts, typedOf } from "#app/lib/form-draft.server.ts";
import type { Lang } from "#app/lib/i18n.ts";
import { daysBetween, shanghaiDay } from "#app/lib/time.ts";
import { answerFiling } from "./answer-filing.server.ts";
import { checkFactsOf, raisedLastYearFen } from "./check-facts.server.ts";
import { FILING_FORM } from "./draft-filing.server.ts";
import { endFiling } from "./end-filing.server.ts";
import { dutyOf, type FilingDuty, nearnessOf } from "./filing-rules.ts";
import {
  filingStateOf,
  isUnderWay,
  latestFiled,
  latestOf,
  nextKinds,
  VERSION_KINDS,
} from "./filing-state.ts";
import type { FilingRefusal } from "./form-answer.ts";
import { checkPlan, PLAN_CHECKS, type PlanCheck } from "./plan-checks.ts";
import { comparePlans } from "./plan-compare.server.ts";
import {
  type FilingVersionView,
  type FilingView,
  findFiling,
  listFilings,
  planNames,
} from "./queries.server.ts";
import { releaseFiling } from "./release-filing.server.ts";
import { stopFiling } from "./stop-filing.server.ts";
import { submitFiling } from "./submit-filing.server.ts";

/** The list: every filing with its state and what is due, and this person's unfinished drafts. */
export async function loadFilings(member: Member, now: Date) {
  const [{ organizationId }] = member.memberships;
  const today = shanghaiDay(now);
  const [filings, drafts] = await Promise.all([
    listFilings(organizationId),
    listDrafts({ userId: member.user.id, organizationId, form: FILING_FORM }),
  ]);
  return {
    today,
    rows: filings.map((filing) => rowOf(filing, today)),
    drafts: drafts.map(({ subject, typed, savedAt }) => {
      const [id = "", kind] = subject.split("/");
      return {
        subject,
        id,
        kind: VERSION_KINDS.find((one) => one === kind) ?? "plan",
        name: (typed.name ?? "").trim(),
        savedAt,
      };
    }),
  };
}
export type FilingsData = Awaited<ReturnType<typeof loadFilings>>;

/** The version that a reader is shown first: the one in force, else the last written. */
function shownVersion(filing: FilingView): FilingVersionView {
  const shown = latestFiled(filing.versions) ?? latestOf(filing.versions);
  if (!shown) throw new Error(`filing ${filing.id} has no version`);
  return shown;
}

function rowOf(filing: FilingView, today: string) {
  const shown = shownVersion(filing);
  return {
    id: filing.id,
    filingNo: filing.filingNo,
    name: shown.plan.name,
    startsOn: shown.startsOn,
    endsOn: filing.endedOn ?? shown.endsOn,
    state: filingStateOf(filing, filing.versions, today),
    duty: nextDuty(filing, today),
  };
}

/** What a version under way has to do comes first; a filing in force is silent until its end is near. */
function nextDuty(filing: FilingView, today: string): FilingDuty | null {
  const latest = latestOf(filing.versions);
  const filed = latestFiled(filing.versions);
  if (filing.endedOn !== null || !latest) return null;
  const open = isUnderWay(latest.state) || latest.state === "returned" || !filed ? latest : null;
  if (open) return dutyOf({ ...open, isEmergency: open.plan.isEmergency }, filing.divisionCode);
  if (!filed || filed.endsOn < today) return null;
  const renewal = dutyOf({ ...filed, isEmergency: filed.plan.isEmergency }, filing.divisionCode);
  return renewal && nearnessOf(renewal.dueOn, today) !== "far" ? renewal : null;
}

/** One filing: its versions with their differences, its nine checks, and what the reader may do next. */
export async function loadFiling(id: string | undefined, member: Member, lang: Lang, now: Date) {
  const filing = await ownFiling(id, member);
  const today = shanghaiDay(now);
  const shown = latestOf(filing.versions) ?? shownVersion(filing);
  const [names, facts, raisedFen] = await Promise.all([
    planNames(filing.versions.map(({ plan }) => plan)),
    checkFactsOf(db, filing.organizationId, shown.plan),
    raisedLastYearFen(filing.organizationId, shown.draftedAt),
  ]);
  return {
    filing,
    names,
    today,
    state: filingStateOf(filing, filing.versions, today),
    duty: nextDuty(filing, today),
    shown,
    kinds: nextKinds(filing, filing.versions),
    checks: {
      verdicts: checkPlan(shown.plan, facts),
      judged: shown.judged,
      judgedBy: shown.releasedBy,
      raisedFen,
      targetFen: BigInt(shown.plan.targetFen),
    },
    versions: versionsOf(filing, names, lang),
    userId: member.user.id,
    isApprover: member.memberships.some(({ role }) => role === "charity-approver"),
    /** In a bureau's deployment its officers record the answer. */
    isAnsweredHere: env().DEPLOYMENT_MODE !== "supervision",
  };
}
export type FilingData = Awaited<ReturnType<typeof loadFiling>>;

/** Each version after the first with what it says differently from the one before it. The latest comes first. */
export function versionsOf(filing: FilingView, names: Awaited<ReturnType<typeof planNames>>, lang: Lang) {
  return filing.versions
    .map((version, at) => {
      const before = filing.versions[at - 1];
      return {
        ...version,
        lateDays: lateDays(version, filing.divisionCode),
        against: before?.number ?? null,
        compared: before ? comparePlans(before.plan, version.plan, names, lang, "charity") : [],
      };
    })
    .reverse();
}

/** By how many days it was handed in after its due day; 0: in time or not yet. */
function lateDays(version: FilingVersionView, divisionCode: string): number {
  if (version.submittedOn === null) return 0;
  const due = dutyOf({ ...version, state: "released", isEmergency: version.plan.isEmergency }, divisionCode);
  return due ? Math.max(0, daysBetween(due.dueOn, version.submittedOn)) : 0;
}

async function ownFiling(id: string | undefined, member: Member): Promise<FilingView> {
  const organizationIds = [...new Set(member.memberships.map(({ organizationId }) => organizationId))];
  const filing = await findFiling(id ?? "", organizationIds);
  if (!filing) throw new Response(null, { status: 404 });
  return filing;
}

const DONE = {
  release: "Released",
  "send-back": "SentBack",
  withdraw: "Withdrawn",
  submit: "Submitted",
  answer: "Filed",
  end: "Ended",
} as const;
type Intent = keyof typeof DONE;
const isIntent = (text: string): text is Intent => Object.hasOwn(DONE, text);

/** Does what a form on a filing's page asks for. */
export async function actOnFiling(request: Request, id: string | undefined, member: Member, now: Date) {
  const filing = await ownFiling(id, member);
  const form = await request.formData();
  const intent = String(form.get("intent") ?? "");
  if (!isIntent(intent)) throw new Response(null, { status: 422 });
  const typed = typedOf(form);
  const acting = { filingId: filing.id, organizationId: filing.organizationId, userId: member.user.id, now };
  const result = await actOf(intent, typed, acting);
  if (result.ok) {
    const done = intent === "answer" && typed.how === "returned" ? "Returned" : DONE[intent];
    throw redirect(`/workspace/filings/${filing.id}?done=${done}`);
  }
  const checks: PlanCheck[] = "checks" in result ? result.checks : [];
  return data<FilingRefusal>({ reason: result.reason, checks, typed }, { status: 409 });
}

function actOf(
  intent: Intent,
  typed: Record<string, string>,
  acting: { filingId: string; organizationId: string; userId: string; now: Date },
) {
  const text = (name: string) => typed[name] ?? "";
  switch (intent) {
    case "release":
      return releaseFiling({
        ...acting,
        judged: PLAN_CHECKS.filter((check) => typed[`judge_${check}`] === "yes"),
      });
    case "send-back":
      return stopFiling({ ...acting, how: "sent-back", note: text("note") });
    case "withdraw":
      return stopFiling({ ...acting, how: "withdrawn", note: "" });
    case "submit":
      return submitFiling({ ...acting, submittedOn: text("submittedOn") });
    case "end":
      return endFiling({ ...acting, endedOn: text("endedOn"), reason: text("endReason") });
    case "answer":
      return answerFiling({
        ...acting,
        answer:
          text("how") === "returned"
            ? { how: "returned", note: text("returnNote"), on: text("answeredOn") }
            : { how: "filed", filingNo: text("filingNo"), on: text("answeredOn") },
      });
  }
}
