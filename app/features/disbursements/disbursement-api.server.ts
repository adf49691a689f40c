import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { type ActingKey, apiKeyWithRole } from "#app/features/identity/api-key.server.ts";
import { pageOf, readPage } from "#app/lib/api-page.server.ts";
import { PUBLIC_CACHE_HEADERS } from "#app/lib/cache-headers.ts";
import { env } from "#app/lib/env.server.ts";
import { withIdempotency } from "#app/lib/idempotency.server.ts";
import { derivedFundScopedId, fundIdOf, newFundScopedId } from "#app/lib/ids.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { MAX_JSON_BYTES, readJsonBody, readTextBody } from "#app/lib/json-body.server.ts";
import { pageProblem, problem, refusalProblem } from "#app/lib/problem.server.ts";
import { approveDisbursement } from "./approve-disbursement.server.ts";
import { shownCount } from "./beneficiary-counts.ts";
import { budgetLines, findSpendingFund, lineFor } from "./budget-queries.server.ts";
import { DISBURSEMENT_ROLES, disbursementState } from "./disbursement-state.ts";
import { positionKey, positionOf } from "./list-cursor.server.ts";
import { payDisbursement } from "./pay-disbursement.server.ts";
import { proposeDisbursement } from "./propose-disbursement.server.ts";
import { type DisbursementView, findWorkDisbursement, listPublicDisbursements } from "./queries.server.ts";
import { disbursementRequestSchema, paymentRequestSchema } from "./schema.ts";
import { donationTrace } from "./trace-queries.server.ts";

const STATUS: Record<string, 403 | 404 | 409> = {
  "not-permitted": 403,
  "own-proposal": 403,
  "not-found": 404,
  "fund-not-found": 404,
  "above-available": 409,
  "approved-by-another": 409,
  "already-rejected": 409,
  "already-withdrawn": 409,
  "not-approved": 409,
  "board-decision-missing": 409,
  "in-batch": 409,
  "paid-otherwise": 409,
  "other-content": 409,
};

const refused = (request: Request, reason: string, detail?: string): Response =>
  refusalProblem(request, reason, { status: STATUS[reason] ?? 422, detail });

/** A disbursement as the API shows it. Numbers of people below five are not told. */
function shapeOf(view: DisbursementView) {
  return {
    id: view.id,
    organization: view.organizationSlug,
    target: { kind: view.fundKind, slug: view.fundSlug },
    state: disbursementState(view),
    amountFen: view.amountFen,
    unpaidFen: view.unpaidFen,
    deliveredFen: view.deliveredFen,
    currency: view.currency,
    purposeCode: view.purposeCode,
    purpose: view.purpose,
    beneficiaryCount: shownCount(view.beneficiaryCount),
    personTimes: shownCount(view.beneficiaryCount) === null ? null : view.personTimes,
    evidence: view.evidenceCount,
    proposedAt: view.proposedAt,
    approvedAt: view.approvedAt,
    paidAt: view.paidAt,
    bankMatchedAt: view.bankMatchedAt,
    withdrawnAt: view.withdrawnAt,
  };
}

/** GET /api/v1/disbursements: what was approved and paid, newest first. */
export async function listDisbursements({ request }: LoaderFunctionArgs): Promise<Response> {
  const url = new URL(request.url);
  const page = readPage(url, ["instant", "id"]);
  if (!page.ok) return pageProblem(request, page.refusals);
  const kind = url.searchParams.get("kind");
  const slug = url.searchParams.get("slug");
  const rows = await listPublicDisbursements(
    {
      organizationSlug: url.searchParams.get("organization"),
      fund: kind !== null && slug !== null ? { kind, slug } : null,
    },
    { after: positionOf(page.after), limit: page.limit + 1 },
  );
  const list = pageOf(rows, page.limit, shapeOf, positionKey);
  return jsonAnswer(list, { headers: PUBLIC_CACHE_HEADERS });
}

/** POST /api/v1/disbursements: a charity's finance system proposes. */
export async function createDisbursement({ request }: ActionFunctionArgs): Promise<Response> {
  const found = await apiKeyWithRole(request, DISBURSEMENT_ROLES);
  if (!found.ok) return found.response;
  const { key } = found;
  const body = await readJsonBody(request, disbursementRequestSchema, MAX_JSON_BYTES, "disbursements");
  if (!body.ok) return body.response;
  const { value, text } = body;
  const now = new Date();
  const scope = `POST /disbursements ${key.id}`;
  return withIdempotency(request, scope, text, now, async ({ key: intention }) => {
    const fund = await findSpendingFund(key.organizationId, value.target);
    if (!fund) return refused(request, "fund-not-found");
    const amountFen = BigInt(value.amountFen);
    const purposeCode = lineFor(await budgetLines(fund.id), { ...value, amountFen });
    const proposed = await proposeDisbursement({
      id: intention
        ? derivedFundScopedId("b", fund.id, env().SESSION_SECRET, scope, intention)
        : newFundScopedId("b", fund.id),
      fundId: fund.id,
      organizationId: key.organizationId,
      userId: key.userId,
      amountFen,
      purposeCode: purposeCode ?? "",
      purpose: value.purpose,
      payee: value.payee,
      beneficiaryCount: value.beneficiaryCount,
      personTimes: value.personTimes,
      now,
    });
    if (!proposed.ok) return refused(request, proposed.reason);
    return answerWith(request, key, proposed.id, 201);
  });
}

/** POST /api/v1/disbursements/{id}/approve: the proposer's key cannot. */
export async function approveByKey({ request, params }: ActionFunctionArgs): Promise<Response> {
  const found = await apiKeyWithRole(request, DISBURSEMENT_ROLES);
  if (!found.ok) return found.response;
  const { key } = found;
  const id = params.id ?? "";
  const now = new Date();
  const text = await readTextBody(request);
  if (text === null) return problem(request, "too-large");
  return withIdempotency(request, `approve disbursement ${key.id}`, text, now, async () => {
    if (!fundIdOf(id, "b")) return problem(request, "not-found");
    const approved = await approveDisbursement({
      id,
      organizationId: key.organizationId,
      userId: key.userId,
      now,
    });
    if (approved.ok) return answerWith(request, key, id, 200);
    const detail =
      approved.reason === "above-available" ? `spendableFen ${approved.spendableFen}` : undefined;
    return refused(request, approved.reason, detail);
  });
}

/** POST /api/v1/disbursements/{id}/pay: the bank has paid. */
export async function payByKey({ request, params }: ActionFunctionArgs): Promise<Response> {
  const found = await apiKeyWithRole(request, DISBURSEMENT_ROLES);
  if (!found.ok) return found.response;
  const { key } = found;
  const body = await readJsonBody(request, paymentRequestSchema);
  if (!body.ok) return body.response;
  const { value, text } = body;
  const id = params.id ?? "";
  const now = new Date();
  return withIdempotency(request, `pay disbursement ${key.id}`, text, now, async () => {
    const paid = await payDisbursement({
      id,
      organizationId: key.organizationId,
      userId: key.userId,
      paidAt: new Date(value.paidAt),
      bankReference: value.bankReference,
      now,
    });
    return paid.ok ? answerWith(request, key, id, 200) : refused(request, paid.reason);
  });
}

async function answerWith(request: Request, key: ActingKey, id: string, status: number): Promise<Response> {
  const view = await findWorkDisbursement(id, [key.organizationId]);
  return view ? jsonAnswer(shapeOf(view), { status }) : problem(request, "not-found");
}

/** GET /api/v1/donations/{id}/trace: from gift to use. */
export async function answerTrace({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const id = params.id ?? "";
  const fundId = fundIdOf(id, "d");
  const trace = fundId ? await donationTrace(fundId, id) : null;
  if (!trace) return problem(request, "not-found");
  const uses = trace.uses.map(({ disbursementId, amountFen, deliveredFen, at, purpose, evidence }) => ({
    disbursementId,
    amountFen,
    deliveredFen,
    at,
    purpose,
    evidence,
  }));
  const { moves: _, ...sums } = trace;
  return jsonAnswer({ ...sums, uses, currency: "CNY" }, { headers: PUBLIC_CACHE_HEADERS });
}
