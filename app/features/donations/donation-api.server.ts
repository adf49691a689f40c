import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { findGivingTarget } from "#app/features/funds/giving-queries.server.ts";
import { clientAddressOf } from "#app/lib/client-address.ts";
import { env } from "#app/lib/env.server.ts";
import { withIdempotency } from "#app/lib/idempotency.server.ts";
import { jsonAnswer } from "#app/lib/json-answer.server.ts";
import { MAX_JSON_BYTES, readJsonBody } from "#app/lib/json-body.server.ts";
import { problem, refusalProblem } from "#app/lib/problem.server.ts";
import { rememberGiver } from "./giver-memory.server.ts";
import { guardGivingProgram } from "./guard-giving.server.ts";
import { findGift } from "./queries.server.ts";
import { donationRequestSchema } from "./schema.ts";
import { startDonation } from "./start-donation.server.ts";

/** When to ask again where the provider did not answer. */
const RETRY_SECONDS = 5;

/** POST /api/v1/donations: starts a gift for a mini-program or partner site. */
export async function createDonation({ request, context }: ActionFunctionArgs): Promise<Response> {
  const now = new Date();
  const body = await readJsonBody(request, donationRequestSchema, MAX_JSON_BYTES, "give");
  const provider = body.ok ? body.value.provider : "unread";
  const guard = await guardGivingProgram({ address: clientAddressOf(context), provider, now });
  if (!guard.ok) return problem(request, "too-many-requests", { retryAfterSeconds: guard.retryAfterSeconds });
  if (!body.ok) return body.response;
  const { value, text } = body;
  const work = async ({ key }: { key: string | null }): Promise<Response> => {
    const target = await findGivingTarget(value.target.kind, value.target.slug, now);
    if (!target) return refusalProblem(request, "unknown-target", { status: 404 });
    if (!target.giving.open) return refusalProblem(request, target.giving.reason, { status: 409 });
    const { donor, amountFen, visibility, message, unit, provider } = value;
    const started = await startDonation({
      target,
      intention: `api:${key}`,
      amountFen: BigInt(amountFen),
      provider,
      visibility,
      ...donor,
      message,
      unit,
      userId: null,
      device: "mobile",
      now,
    });
    if (!started.ok && started.reason === "provider-unavailable")
      return problem(request, "unavailable", { retryAfterSeconds: RETRY_SECONDS });
    if (!started.ok) return refusalProblem(request, started.reason, { status: 409 });
    const { donationId: id, token, payUrl, reference } = started;
    void rememberGiver(id, { address: clientAddressOf(context), device: null });
    const receiptUrl = `${env().PUBLIC_URL}/donations/${id}?token=${token}`;
    return jsonAnswer({ id, status: "pending", payUrl, reference, receiptUrl, token }, { status: 201 });
  };
  return withIdempotency(request, "POST /donations", text, now, work, { required: true });
}

/** GET /api/v1/donations/{id}: where a gift stands; with its token also what is the donor's. */
export async function answerDonation({ request, params }: LoaderFunctionArgs): Promise<Response> {
  const gift = await findGift(params.id ?? "", new URL(request.url).searchParams.get("token"));
  if (!gift) return problem(request, "not-found");
  const answer = {
    id: gift.id,
    status: gift.status,
    amountFen: gift.amountFen,
    currency: gift.currency,
    provider: gift.provider,
    donorName: gift.shownName,
    createdAt: gift.createdAt,
    paidAt: gift.paidAt,
    settledAt: gift.settledAt,
    refundedFen: gift.refundedFen,
    target: { kind: gift.fund.kind, slug: gift.fund.slug },
    organization: gift.organization.slug,
    ...(gift.own ? { payUrl: gift.own.payUrl, message: gift.own.message, reference: gift.reference } : {}),
  };
  return jsonAnswer(answer, { headers: { "Cache-Control": "no-store" } });
}
