import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { complaintsOf, typedText } from "#app/features/disbursements/form-state.ts";
import { requireRole } from "#app/features/identity/guards.server.ts";
import { shanghaiDay } from "#app/lib/time.ts";
import { askCostReversal, decideCost } from "./decide-cost.server.ts";
import { enterCost } from "./enter-cost.server.ts";
import { findRatioCharity, loadRatioYear, yearOf } from "./load-ratios.server.ts";
import { listCosts, listYearBooks } from "./register-queries.server.ts";
import { type Decision, REGISTER_ROLES, type SentFile } from "./register-rules.ts";
import { booksFormSchema, costFormSchema, UUID } from "./register-schema.ts";
import { costSums } from "./spent.server.ts";
import { decideYearBooks, enterYearBooks } from "./year-books.server.ts";

const COSTS_SHOWN = 300;
/** A voucher and the form around it. */
const MAX_FORM_BYTES = 12 * 1024 * 1024;

async function personOf(request: Request) {
  const { user, memberships } = await requireRole(request, REGISTER_ROLES);
  const [{ organizationId }] = memberships;
  const isApprover = memberships.some(
    (one) => one.organizationId === organizationId && one.role === "charity-approver",
  );
  return { userId: user.id, organizationId, isApprover };
}

const doneOf = (request: Request): string | null => new URL(request.url).searchParams.get("done");

/** The ratios of the reader's own charity. */
export async function loadOwnRatios({ request }: LoaderFunctionArgs) {
  const { organizationId } = await personOf(request);
  const now = new Date();
  const year = yearOf(new URL(request.url).searchParams.get("year"), now);
  const organization = await findRatioCharity({ id: organizationId }, year);
  if (!organization) throw new Response(null, { status: 404 });
  const { slug, name, nameEn } = organization;
  const ratios = await loadRatioYear(organization, year, now);
  return { organization: { slug, name, nameEn }, ratios };
}

/** The public page of a charity's ratios: executors are counted, never named. */
export async function loadPublicRatios({ request, params }: LoaderFunctionArgs) {
  const now = new Date();
  const year = yearOf(new URL(request.url).searchParams.get("year"), now);
  const organization = await findRatioCharity({ slug: params.slug ?? "" }, year);
  if (!organization) throw new Response(null, { status: 404 });
  const { slug, name, nameEn } = organization;
  const ratios = await loadRatioYear(organization, year, now);
  const transit = ratios.transit.map((one, index) => ({ ...one, payee: String(index + 1) }));
  return { organization: { slug, name, nameEn }, ratios: { ...ratios, transit } };
}

export async function loadCosts({ request }: LoaderFunctionArgs) {
  const person = await personOf(request);
  const year = yearOf(new URL(request.url).searchParams.get("year"), new Date());
  const [costs, sums] = await Promise.all([
    listCosts(person.organizationId, year, COSTS_SHOWN),
    costSums(person.organizationId, year),
  ]);
  const { userId, isApprover } = person;
  return { costs, sums, year, userId, isApprover, done: doneOf(request) };
}

/** Why a form was refused, as keys of the namespace `costs`. */
export interface RegisterAnswer {
  refusal: string | null;
  typed: Record<string, string>;
  errors: Record<string, string>;
}

const answer = (given: Partial<RegisterAnswer>, status: number) =>
  data<RegisterAnswer>({ refusal: null, typed: {}, errors: {}, ...given }, { status });

const decisionOf = (form: FormData): Decision | null => {
  const intent = form.get("intent");
  return intent === "confirm" ? "confirmed" : intent === "reject" ? "rejected" : null;
};

/** The forms of the list of costs: confirm, send back, ask for a reversal. */
export async function actOnCosts({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await personOf(request);
  const form = await request.formData();
  const id = String(form.get("id") ?? "");
  const year = String(form.get("year") ?? "");
  if (!UUID.test(id)) throw new Response(null, { status: 422 });
  const now = new Date();
  const back = (done: string) =>
    redirect(`/workspace/ratios/costs?year=${encodeURIComponent(year)}&done=${done}`);
  const decision = decisionOf(form);
  if (decision) {
    const result = await decideCost({ id, organizationId, userId, decision, now });
    if (result.ok) return back(decision);
    return answer({ refusal: `refuse_${result.reason}` }, 409);
  }
  const why = String(form.get("why") ?? "").trim();
  if (form.get("intent") !== "reverse") throw new Response(null, { status: 422 });
  if (why.length < 2 || why.length > 200) return answer({ refusal: "errNote" }, 422);
  const reversal = { id: crypto.randomUUID(), costId: id, organizationId, userId, why, now };
  const result = await askCostReversal(reversal);
  // Pressed twice: what was asked for is there.
  return result.ok || result.reason === "already-asked"
    ? back("asked")
    : answer({ refusal: `refuse_${result.reason}` }, 409);
}

export async function loadNewCost({ request }: LoaderFunctionArgs) {
  await personOf(request);
  return { attempt: crypto.randomUUID(), today: shanghaiDay(new Date()) };
}

async function formOf(request: Request): Promise<FormData> {
  if (Number(request.headers.get("content-length") ?? "0") > MAX_FORM_BYTES)
    throw new Response(null, { status: 413 });
  return request.formData();
}

async function fileOf(form: FormData): Promise<SentFile> {
  const file = form.get("file");
  if (!(file instanceof File)) return { name: "", content: new Uint8Array() };
  return { name: file.name, content: new Uint8Array(await file.arrayBuffer()) };
}

/** Field a refusal belongs to; the others stand at the top. */
const FIELD_OF: Readonly<Record<string, string>> = {
  "file-missing": "file",
  "file-too-large": "file",
  "file-type": "file",
  "voucher-used": "file",
  "in-future": "incurredOn",
  "own-means-in-fundraising": "fundraising",
  "type-not-for-purpose": "type",
  "direct-is-one-purpose": "method",
  "nothing-weighed": "administration",
  "year-not-over": "year",
  "year-too-old": "year",
  "version-waits": "year",
  "donations-above-income": "donationIncome",
  "parts-above-expense": "totalExpense",
};

function refused(reason: string, typed: Record<string, string>) {
  const field = FIELD_OF[reason];
  const key = `refuse_${reason}`;
  return answer(field ? { typed, errors: { [field]: key } } : { typed, refusal: key }, 422);
}

export async function actOnNewCost({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await personOf(request);
  const form = await formOf(request);
  const typed = typedText(form);
  const given = costFormSchema.safeParse(typed);
  if (!given.success) return answer({ typed, errors: complaintsOf(given.error) }, 422);
  const { attempt, amount, administration, fundraising, project, ...rest } = given.data;
  const result = await enterCost({
    ...rest,
    id: attempt,
    organizationId,
    userId,
    amountFen: amount,
    weights: { administration, fundraising, project },
    file: await fileOf(form),
    now: new Date(),
  });
  if (!result.ok) return refused(result.reason, typed);
  return redirect(`/workspace/ratios/costs?year=${rest.incurredOn.slice(0, 4)}&done=entered`);
}

export async function loadYearBooks({ request }: LoaderFunctionArgs) {
  const { userId, organizationId, isApprover } = await personOf(request);
  const books = await listYearBooks(organizationId);
  const lastYear = Number(shanghaiDay(new Date()).slice(0, 4)) - 1;
  return { books, userId, isApprover, lastYear, done: doneOf(request) };
}

export async function actOnYearBooks({ request }: ActionFunctionArgs) {
  const { userId, organizationId } = await personOf(request);
  const form = await formOf(request);
  const typed = typedText(form);
  const now = new Date();
  const decision = decisionOf(form);
  if (decision) {
    const [year, version] = [Number(typed.year), Number(typed.version)];
    if (!Number.isInteger(year) || !Number.isInteger(version)) throw new Response(null, { status: 422 });
    const result = await decideYearBooks({ organizationId, userId, year, version, decision, now });
    if (result.ok) return redirect(`/workspace/ratios/books?done=${decision}`);
    return answer({ refusal: `refuse_${result.reason}` }, 409);
  }
  const given = booksFormSchema.safeParse(typed);
  if (!given.success) return answer({ typed, errors: complaintsOf(given.error) }, 422);
  const { year, ...yuan } = given.data;
  const result = await enterYearBooks({
    organizationId,
    userId,
    year,
    figures: {
      totalIncomeFen: yuan.totalIncome,
      restrictedLaterFen: yuan.restrictedLater,
      releasedFen: yuan.released,
      donationIncomeFen: yuan.donationIncome,
      totalExpenseFen: yuan.totalExpense,
      charitableSpendFen: yuan.charitableSpend,
      adminExpenseFen: yuan.adminExpense,
      fundraisingCostFen: yuan.fundraisingCost,
      netAssetsFen: yuan.netAssets,
    },
    file: await fileOf(form),
    now,
  });
  if (!result.ok) return refused(result.reason, typed);
  return redirect("/workspace/ratios/books?done=entered");
}
