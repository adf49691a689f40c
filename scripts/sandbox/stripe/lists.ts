import { unix } from "../clock.ts";
import type { SandboxState } from "../state.ts";
import { type Form, type FormValue, object, string, strings } from "./form.ts";
import { objectById } from "./objects.ts";
import { invalid, missing } from "./refusal.ts";

type Plain = Record<string, unknown>;
type Row = { id: string; account: string; createdAt: string };
type Filter = (row: never, form: Form, state: SandboxState) => boolean;

function equals(field: string, param = field): (row: Record<string, unknown>, form: Form) => boolean {
  return (row, form) => form[param] === undefined || row[field] === form[param];
}

/** Each list: its table and its filters besides `created`. */
const LISTS: Record<
  string,
  { table: (state: SandboxState, account: string) => Row[]; filters: Filter[]; id?: (row: never) => string }
> = {
  "GET /v1/checkout/sessions": {
    table: (state, account) => state.tables.checkouts.inGroup(account),
    filters: [
      equals("intentId", "payment_intent"),
      equals("status"),
      equals("subscriptionId", "subscription"),
    ] as Filter[],
  },
  "GET /v1/payment_intents": {
    table: (state, account) => state.tables.intents.inGroup(account),
    filters: [equals("customerId", "customer")] as Filter[],
  },
  "GET /v1/charges": {
    table: (state, account) => state.tables.charges.inGroup(account),
    filters: [equals("intentId", "payment_intent"), equals("customerId", "customer")] as Filter[],
  },
  "GET /v1/refunds": {
    table: (state, account) => state.tables.refunds.inGroup(account),
    filters: [equals("intentId", "payment_intent"), equals("chargeId", "charge")] as Filter[],
  },
  "GET /v1/balance_transactions": {
    table: (state, account) => state.tables.balance.inGroup(account),
    filters: [
      equals("payoutId", "payout"),
      equals("type"),
      equals("sourceId", "source"),
      equals("currency"),
    ] as Filter[],
  },
  "GET /v1/payouts": {
    table: (state, account) => state.tables.payouts.inGroup(account),
    filters: [
      equals("status"),
      ((row: { arrivalDate: string }, form: Form) =>
        inRange(unix(row.arrivalDate), form.arrival_date, "arrival_date")) as Filter,
    ] as Filter[],
  },
  "GET /v1/disputes": {
    table: (state, account) => state.tables.disputes.inGroup(account),
    filters: [equals("intentId", "payment_intent"), equals("chargeId", "charge")] as Filter[],
  },
  "GET /v1/events": {
    table: (state, account) => state.tables.events.inGroup(account),
    filters: [
      equals("type"),
      ((row: { type: string }, form: Form) =>
        !form.types || strings(form.types).includes(row.type)) as Filter,
      ((row: { pending: number }, form: Form) =>
        form.delivery_success === undefined ||
        (form.delivery_success === "true") === (row.pending === 0)) as Filter,
    ],
  },
  "GET /v1/invoice_payments": {
    table: (state, account) => state.tables.invoices.inGroup(account),
    filters: [
      equals("id", "invoice"),
      ((row: { intentId: string }, form: Form) => {
        const wanted = string(object(form.payment).payment_intent);
        return wanted === null || row.intentId === wanted;
      }) as Filter,
      ((row: { paid: boolean }, form: Form) =>
        form.status === undefined || (form.status === "paid") === row.paid) as Filter,
    ],
    id: ((row: { paymentId: string }) => row.paymentId) as (row: never) => string,
  },
};

export function isList(operation: string): boolean {
  return Object.hasOwn(LISTS, operation);
}

function inRange(at: number, range: FormValue | undefined, name: string): boolean {
  if (range === undefined) return true;
  if (typeof range === "string") return at === Number(range);
  const { gt, gte, lt, lte } = object(range);
  const number = (value: FormValue | undefined) => {
    if (value === undefined) return null;
    if (typeof value !== "string" || !/^\d+$/.test(value))
      throw invalid("Invalid integer", name, "parameter_invalid_integer");
    return Number(value);
  };
  const [above, from, below, to] = [number(gt), number(gte), number(lt), number(lte)];
  return (
    (above === null || at > above) &&
    (from === null || at >= from) &&
    (below === null || at < below) &&
    (to === null || at <= to)
  );
}

/** One page, newest first. */
export function listPage(state: SandboxState, account: string, operation: string, form: Form): Plain {
  const { table, filters, id } = LISTS[operation]!;
  const idOf = (row: Row) => (id ? id(row as never) : row.id);
  const limit = form.limit === undefined ? 10 : Number(form.limit);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) {
    throw invalid("Invalid integer: limit must be between 1 and 100", "limit", "parameter_invalid_integer");
  }
  const rows = table(state, account)
    .filter((row) => inRange(unix(row.createdAt), form.created, "created"))
    .filter((row) => filters.every((keep) => keep(row as never, form, state)))
    .reverse();
  rows.sort((left, right) => unix(right.createdAt) - unix(left.createdAt));
  const { from, to } = window(rows.map(idOf), form, limit);
  const page = rows.slice(from, to);
  const more = string(form.ending_before) === null ? to < rows.length : from > 0;
  return {
    object: "list",
    data: page.map((row) => objectById(state, account, idOf(row))),
    has_more: more,
    url: operation.slice(4),
  };
}

function window(ids: string[], form: Form, limit: number): { from: number; to: number } {
  const after = string(form.starting_after);
  const before = string(form.ending_before);
  if (after && before)
    throw invalid("You cannot parameterize this request with both `starting_after` and `ending_before`.");
  if (before) {
    const to = place(ids, before, "ending_before");
    return { from: Math.max(0, to - limit), to };
  }
  const from = after ? place(ids, after, "starting_after") + 1 : 0;
  return { from, to: Math.min(ids.length, from + limit) };
}

function place(ids: string[], id: string, param: string): number {
  const index = ids.indexOf(id);
  if (index < 0) throw missing("object", id, param);
  return index;
}
