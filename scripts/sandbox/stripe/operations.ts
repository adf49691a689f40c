import type { SandboxState } from "../state.ts";
import { createCheckout, currentCheckout, expireCheckout } from "./checkout.ts";
import { updateDispute } from "./disputes.ts";
import { sendEvents } from "./events.ts";
import { type Form, metadata, object, string } from "./form.ts";
import { isList, listPage } from "./lists.ts";
import { objectById } from "./objects.ts";
import { announceRefund, cancelIntent, createIntent, createRefund } from "./payments.ts";
import type { EventRecord } from "./records.ts";
import { missing } from "./refusal.ts";
import { endSubscription, updateSubscription } from "./subscriptions.ts";

export type Plain = Record<string, unknown>;
export type Cause = { requestId: string; idempotencyKey: string | null };
export type Outcome = { result: Plain; after: () => void };
type Operation = (state: SandboxState, account: string, id: string, form: Form, cause: Cause) => Outcome;

const nothing = () => undefined;
const NOUNS: Record<string, [prefix: string, noun: string]> = {
  "/v1/checkout/sessions/:id": ["cs_", "checkout.session"],
  "/v1/payment_intents/:id": ["pi_", "payment_intent"],
  "/v1/refunds/:id": ["re_", "refund"],
  "/v1/charges/:id": ["ch_", "charge"],
  "/v1/balance_transactions/:id": ["txn_", "balance_transaction"],
  "/v1/payouts/:id": ["po_", "payout"],
  "/v1/disputes/:id": ["dp_", "dispute"],
  "/v1/events/:id": ["evt_", "event"],
  "/v1/invoices/:id": ["in_", "invoice"],
  "/v1/subscriptions/:id": ["sub_", "subscription"],
};

/** The row that an address names, if it belongs to the account. */
function row<Row extends { account: string }>(
  found: Row | undefined,
  account: string,
  noun: string,
  id: string,
): Row {
  if (!found || found.account !== account) throw missing(noun, id);
  return found;
}

function send(state: SandboxState, events: EventRecord[]): () => void {
  return () => state.background(sendEvents(state, events));
}

const WRITES: Record<string, Operation> = {
  "POST /v1/checkout/sessions": (state, account, _id, form) => {
    const checkout = createCheckout(state, account, form);
    return { result: objectById(state, account, checkout.id)!, after: nothing };
  },
  "POST /v1/checkout/sessions/:id/expire": (state, account, id, _form, cause) => {
    const found = row(state.tables.checkouts.get(id), account, "checkout.session", id);
    const { events } = expireCheckout(state, found, { cause });
    return { result: objectById(state, account, id)!, after: send(state, events) };
  },
  "POST /v1/payment_intents": (state, account, _id, form) => {
    const intent = createIntent(state, account, form);
    return { result: objectById(state, account, intent.id)!, after: nothing };
  },
  "POST /v1/payment_intents/:id/cancel": (state, account, id, form, cause) => {
    const found = row(state.tables.intents.get(id), account, "payment_intent", id);
    const { events } = cancelIntent(state, found, form, { cause });
    return { result: objectById(state, account, id)!, after: send(state, events) };
  },
  "POST /v1/refunds": (state, account, _id, form, cause) => {
    const { refund, charge } = createRefund(state, account, form, { cause });
    const after = () => state.background(announceRefund(state, refund, charge, "once", { cause }));
    return { result: objectById(state, account, refund.id)!, after };
  },
  "POST /v1/charges/:id": (state, account, id, form) => {
    const found = row(state.tables.charges.get(id), account, "charge", id);
    const changed = form.metadata === undefined ? found.metadata : metadata(form.metadata, found.metadata);
    state.tables.charges.put(id, { ...found, metadata: changed });
    return { result: objectById(state, account, id)!, after: nothing };
  },
  "POST /v1/disputes/:id": (state, account, id, form, cause) => {
    const found = row(state.tables.disputes.get(id), account, "dispute", id);
    const { events } = updateDispute(state, found, form, { cause });
    return { result: objectById(state, account, id)!, after: send(state, events) };
  },
  "POST /v1/subscriptions/:id": (state, account, id, form, cause) => {
    const found = row(state.tables.subscriptions.get(id), account, "subscription", id);
    const { events } = updateSubscription(state, found, form, { cause });
    return { result: objectById(state, account, id)!, after: send(state, events) };
  },
  "DELETE /v1/subscriptions/:id": (state, account, id, form, cause) => {
    const found = row(state.tables.subscriptions.get(id), account, "subscription", id);
    const { events } = endSubscription(state, found, string(object(form.cancellation_details).comment), {
      cause,
    });
    return { result: objectById(state, account, id)!, after: send(state, events) };
  },
};

/** The work behind "METHOD /path"; null when the API has no such operation here. */
export function run(operation: string): Operation | null {
  if (Object.hasOwn(WRITES, operation)) return WRITES[operation]!;
  if (operation === "GET /v1/account")
    return (state, account) => ({ result: accountObject(state, account), after: nothing });
  if (isList(operation)) {
    return (state, account, _id, form) => ({
      result: listPage(state, account, operation, form),
      after: nothing,
    });
  }
  const noun = operation.startsWith("GET ") ? NOUNS[operation.slice(4)] : undefined;
  return noun ? retrieve(noun) : null;
}

function retrieve([prefix, noun]: [string, string]): Operation {
  return (state, account, id) => {
    const after = prefix === "cs_" ? expiring(state, id) : nothing;
    const result = id.startsWith(prefix) ? objectById(state, account, id) : null;
    if (!result) throw missing(noun, id);
    return { result, after };
  };
}

/** A session past its time is seen as expired, and its event goes out. */
function expiring(state: SandboxState, id: string): () => void {
  const found = state.tables.checkouts.get(id);
  const events = found ? currentCheckout(state, found).events : [];
  return send(state, events);
}

function accountObject(state: SandboxState, account: string): Plain {
  const merchant = state.tables.merchants.all().find((item) => item.accountId === account);
  return {
    id: account,
    object: "account",
    business_profile: { name: merchant?.name ?? null },
    charges_enabled: true,
    country: "HK",
    default_currency: "cny",
    details_submitted: true,
    email: null,
    metadata: {},
    payouts_enabled: true,
    type: "standard",
  };
}
