import { breakAfter, breakBefore, CALL_FAULTS, takeFault } from "../faults.ts";
import { STRIPE_VERSION } from "../merchants.ts";
import { randomId } from "../random.ts";
import type { SandboxState } from "../state.ts";
import { expand } from "./expand.ts";
import { type Form, parseForm, strings } from "./form.ts";
import { once } from "./idempotency.ts";
import { type Cause, run } from "./operations.ts";
import { stripePage } from "./page.ts";
import { checkParameters } from "./parameters.ts";
import { StripeRefusal } from "./refusal.ts";

const ROUTES: [RegExp, string][] = [
  [/^\/v1\/checkout\/sessions$/, "/v1/checkout/sessions"],
  [/^\/v1\/checkout\/sessions\/([^/]+)$/, "/v1/checkout/sessions/:id"],
  [/^\/v1\/checkout\/sessions\/([^/]+)\/expire$/, "/v1/checkout/sessions/:id/expire"],
  [/^\/v1\/payment_intents\/([^/]+)\/cancel$/, "/v1/payment_intents/:id/cancel"],
  [/^\/v1\/account$/, "/v1/account"],
];
for (const noun of [
  "payment_intents",
  "refunds",
  "charges",
  "balance_transactions",
  "payouts",
  "disputes",
  "events",
  "invoices",
  "invoice_payments",
  "subscriptions",
]) {
  ROUTES.push(
    [new RegExp(`^/v1/${noun}$`), `/v1/${noun}`],
    [new RegExp(`^/v1/${noun}/([^/]+)$`), `/v1/${noun}/:id`],
  );
}

/** The API under /v1/ and the checkout pages under /c/. */
export function stripeHandler(state: SandboxState): (request: Request) => Promise<Response> {
  return async (request) => {
    const url = new URL(request.url);
    if (url.pathname.startsWith("/c/")) return stripePage(state, request);
    return answerCall(state, request, url);
  };
}

async function answerCall(state: SandboxState, request: Request, url: URL): Promise<Response> {
  const requestId = `req_${randomId(14)}`;
  const key = request.headers.get("idempotency-key");
  const text = request.method === "POST" ? await request.text() : url.search.slice(1);
  const { operation, id } = route(request.method, url.pathname);
  const fault = takeFault(state, CALL_FAULTS, [operation ?? "", `${request.method} ${url.pathname}`]);
  let account: string | null = null;
  let answer: Answer;
  try {
    account = accountOf(state, request);
    breakBefore(fault);
    refuseByFault(fault, key);
    const call = { operation, id, text, account, requestId, key, broken: fault === "500" };
    answer =
      request.method === "POST" && key !== null
        ? await once(state, call, () => perform(state, call))
        : perform(state, call);
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error;
    answer = { status: error.status, body: error.body(), after: () => undefined };
  } finally {
    const paymentId =
      /(?:client_reference_id|metadata%5Bpayment_id%5D|metadata\[payment_id\])=([A-Za-z0-9_-]+)/.exec(
        text,
      )?.[1];
    state.record({
      provider: "stripe",
      operation: operation ?? `${request.method} ${url.pathname}`,
      account,
      status: 0,
      ...(paymentId ? { paymentId } : {}),
      ...(key ? { idempotencyKey: key } : {}),
      ...(fault ? { fault } : {}),
    });
  }
  const line = state.requests.at(-1);
  if (line) line.status = answer.status;
  await state.flushed();
  answer.after();
  breakAfter(fault);
  return new Response(answer.body, { status: answer.status, headers: headers(requestId, key, answer) });
}

export type Answer = { status: number; body: string; replayed?: boolean; after: () => void };
export type Call = {
  operation: string | null;
  id: string;
  text: string;
  account: string;
  requestId: string;
  key: string | null;
  broken: boolean;
};

function headers(requestId: string, key: string | null, answer: Answer): Record<string, string> {
  return {
    "content-type": "application/json",
    "request-id": requestId,
    "stripe-version": STRIPE_VERSION,
    ...(key ? { "idempotency-key": key } : {}),
    ...(answer.replayed ? { "idempotent-replayed": "true" } : {}),
  };
}

function refuseByFault(fault: string | undefined, key: string | null): void {
  if (fault === "429") {
    throw new StripeRefusal(429, "invalid_request_error", "Too many requests hit the API too quickly.", {
      code: "rate_limit",
    });
  }
  if (fault === "409") {
    const message = `There is currently another in-progress request using this Idempotent Key (${key ?? "none"}).`;
    throw new StripeRefusal(409, "idempotency_error", message, { code: "idempotency_key_in_use" });
  }
}

function route(method: string, path: string): { operation: string | null; id: string } {
  for (const [pattern, name] of ROUTES) {
    const match = pattern.exec(path);
    if (match) return { operation: `${method} ${name}`, id: match[1] ?? "" };
  }
  return { operation: null, id: "" };
}

function accountOf(state: SandboxState, request: Request): string {
  const given = /^Bearer (\S+)$/.exec(request.headers.get("authorization") ?? "")?.[1];
  if (!given) {
    throw new StripeRefusal(401, "invalid_request_error", "You did not provide an API key.");
  }
  const merchant = state.tables.merchants.all().find((row) => row.secretKey === given);
  if (!merchant) {
    const masked = `${given.slice(0, 8)}${"*".repeat(Math.max(0, given.length - 12))}${given.slice(-4)}`;
    throw new StripeRefusal(401, "invalid_request_error", `Invalid API Key provided: ${masked}`);
  }
  const version = request.headers.get("stripe-version");
  if (version !== null && version !== STRIPE_VERSION) {
    throw new StripeRefusal(400, "invalid_request_error", `Invalid Stripe API version: ${version}`);
  }
  return merchant.accountId;
}

function perform(state: SandboxState, call: Call): Answer {
  const form: Form = parseForm(call.text);
  const known = call.operation && run(call.operation);
  if (!call.operation || !known) {
    throw new StripeRefusal(404, "invalid_request_error", "Unrecognized request URL.", {
      code: "url_invalid",
    });
  }
  checkParameters(call.operation, form);
  if (call.broken) {
    const error = new StripeRefusal(500, "api_error", "An unknown error occurred.");
    return { status: 500, body: error.body(), after: () => undefined };
  }
  const cause: Cause = { requestId: call.requestId, idempotencyKey: call.key };
  const { result, after } = known(state, call.account, call.id, form, cause);
  expand(state, call.account, result, strings(form.expand));
  return { status: 200, body: JSON.stringify(result, null, 2), after };
}
