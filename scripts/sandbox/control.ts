import { addBankRow, statementCsv, statementRows } from "./bank.ts";
import { isDay } from "./clock.ts";
import * as read from "./control-input.ts";
import { ControlRefused, type Input, readInput } from "./control-input.ts";
import {
  controlDispute,
  controlFraudWarning,
  controlPay,
  controlRefund,
  controlRenew,
  controlUnsign,
} from "./control-money.ts";
import { deliverWaiting } from "./delivery.ts";
import { addFault, FAULT_KINDS } from "./faults.ts";
import { checkoutsByReference, importAlipay, importStripe, type PastPayment } from "./history.ts";
import { credentialsOf, registerMerchant, writeKeysFile } from "./merchants.ts";
import { toJson } from "./money.ts";
import { recentOrders } from "./orders.ts";
import type { Extra } from "./settle/breaks.ts";
import { settle } from "./settle/settle.ts";
import type { SandboxState } from "./state.ts";

type Post = (state: SandboxState, input: Input) => Promise<unknown>;
type Get = (state: SandboxState, query: URLSearchParams) => unknown;

const LARGEST_IMPORT = 20_000;

const POSTS: Record<string, Post> = {
  merchants: async (state, input) => {
    const notify = input.notify === undefined ? {} : read.record(input.notify, "notify");
    const bank = input.bank === undefined ? {} : read.record(input.bank, "bank");
    const merchant = await registerMerchant(state, {
      key: read.text(input, "key"),
      name: read.optionalText(input, "name") ?? undefined,
      notify: {
        alipayUrl: read.optionalText(notify, "alipayUrl") ?? undefined,
        stripeUrl: read.optionalText(notify, "stripeUrl") ?? undefined,
      },
      bank: {
        name: read.optionalText(bank, "name") ?? undefined,
        accountNo: read.optionalText(bank, "accountNo") ?? undefined,
      },
    });
    await state.flushed();
    await writeKeysFile(state);
    return credentialsOf(state, merchant);
  },
  pay: controlPay,
  refund: controlRefund,
  dispute: controlDispute,
  "fraud-warning": controlFraudWarning,
  renew: controlRenew,
  unsign: controlUnsign,
  history,
  settle: (state, input) => settle(state, settleRequest(state, input)),
  "bank-payment": bankPayment,
  fault: async (state, input) => {
    const kind = FAULT_KINDS.find((item) => item === String(input.kind));
    if (!kind) throw new ControlRefused(`kind is none of ${FAULT_KINDS.join(", ")}`);
    const times = input.times ?? 1;
    if (typeof times !== "number" || !Number.isInteger(times) || times < 1)
      throw new ControlRefused("times is not a count");
    return addFault(state, read.optionalText(input, "operation") ?? "*", kind, times);
  },
  deliver: async (state) => ({ deliveries: await deliverWaiting(state) }),
};

const GETS: Record<string, Get> = {
  merchants: (state) => ({ merchants: state.tables.merchants.all().map((row) => credentialsOf(state, row)) }),
  fault: (state) => ({ faults: state.tables.faults.all() }),
  requests: (state, query) => ({
    requests: state.requests.filter((line) => line.n > Number(query.get("since") ?? 0)),
  }),
  mails: (state, query) => {
    const to = query.get("to");
    const mails = state.tables.mails.all().filter((mail) => to === null || mail.to.includes(to));
    return { mails: mails.reverse() };
  },
  orders: (state) => ({ orders: recentOrders(state, 200) }),
  "bank-statement": bankStatement,
};

/** The interface for programs under /control/. */
export async function controlHandler(state: SandboxState, request: Request): Promise<Response> {
  const url = new URL(request.url);
  const name = url.pathname.slice("/control/".length);
  try {
    return await answer(state, request, name, url.searchParams);
  } catch (error) {
    if (error instanceof ControlRefused) return json({ error: error.message }, error.status);
    throw error;
  }
}

async function answer(
  state: SandboxState,
  request: Request,
  name: string,
  query: URLSearchParams,
): Promise<Response> {
  if (request.method === "DELETE" && name === "fault") {
    for (const fault of state.tables.faults.all()) state.tables.faults.remove(fault.id);
    return json({ faults: [] });
  }
  if (request.method === "POST" && Object.hasOwn(POSTS, name)) {
    const result = await POSTS[name]!(state, await readInput(request));
    await state.flushed();
    return json(result);
  }
  if (request.method === "GET" && Object.hasOwn(GETS, name)) {
    const result = GETS[name]!(state, query);
    return result instanceof Response ? result : json(result);
  }
  throw new ControlRefused(`there is no ${request.method} /control/${name}`, 404);
}

function json(value: unknown, status = 200): Response {
  return new Response(toJson(value), {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
  });
}

async function history(state: SandboxState, input: Input): Promise<unknown> {
  const merchant = read.merchantOf(state, read.text(input, "merchant"));
  const provider = read.text(input, "provider");
  if (provider !== "alipay" && provider !== "stripe")
    throw new ControlRefused("provider is neither alipay nor stripe");
  const items = read.list(input, "payments");
  if (items.length > LARGEST_IMPORT) throw new ControlRefused(`at most ${LARGEST_IMPORT} payments at once`);
  const payments = items.map((item, index) => pastPayment(state, read.record(item, `payments[${index}]`)));
  if (provider === "alipay") {
    return {
      merchant: merchant.key,
      provider,
      payments: payments.map((payment) => importAlipay(state, merchant, payment)),
    };
  }
  const known = checkoutsByReference(state, merchant);
  return {
    merchant: merchant.key,
    provider,
    payments: payments.map((payment) => importStripe(state, merchant, payment, known)),
  };
}

function pastPayment(state: SandboxState, input: Input): PastPayment {
  const paidAt = read.time(input, "paidAt", state.now());
  const amountFen = read.amount(input, "amountFen");
  const refundFen = read.optionalAmount(input, "refundFen");
  if (amountFen < 1n || (refundFen !== null && (refundFen < 1n || refundFen > amountFen))) {
    throw new ControlRefused("amountFen or refundFen is out of bounds");
  }
  return {
    paymentId: read.text(input, "paymentId"),
    amountFen,
    paidAt,
    subject: read.text(input, "subject"),
    refundFen,
    refundId: read.optionalText(input, "refundId"),
    refundedAt: read.time(
      input,
      "refundedAt",
      new Date(Math.min(paidAt.getTime() + 3_600_000, state.now().getTime())),
    ),
  };
}

function settleRequest(state: SandboxState, input: Input) {
  const change = new Map<string, { amountFen: bigint; feeFen: bigint | null }>();
  for (const item of read.list(input, "change")) {
    const fields = read.record(item, "change");
    change.set(read.text(fields, "id"), {
      amountFen: read.amount(fields, "amountFen"),
      feeFen: read.optionalAmount(fields, "feeFen"),
    });
  }
  const merchant = read.optionalText(input, "merchant");
  if (merchant !== null) read.merchantOf(state, merchant);
  return {
    day: read.day(input, "day"),
    merchant,
    breaks: {
      omit: new Set(read.list(input, "omit").map(String)),
      change,
      extra: read.list(input, "extra").map((item) => extraRow(state, item)),
    },
  };
}

function extraRow(state: SandboxState, item: unknown): Extra {
  const fields = read.record(item, "extra");
  const source = read.text(fields, "source");
  if (source !== "alipay" && source !== "stripe" && source !== "bank")
    throw new ControlRefused("source is none of alipay, stripe, bank");
  const amountFen = read.amount(fields, "amountFen");
  if (amountFen === 0n || (amountFen < 0n && source !== "bank"))
    throw new ControlRefused("amountFen is out of bounds");
  return {
    merchant: read.merchantOf(state, read.text(fields, "merchant")).key,
    source,
    amountFen,
    paymentId: read.optionalText(fields, "paymentId"),
    subject: read.optionalText(fields, "subject"),
    counterparty: read.optionalText(fields, "counterparty"),
  };
}

async function bankPayment(state: SandboxState, input: Input): Promise<unknown> {
  const merchant = read.merchantOf(state, read.text(input, "merchant"));
  const amountFen = read.amount(input, "amountFen");
  if (amountFen < 1n) throw new ControlRefused("amountFen is out of bounds");
  const direction = read.optionalText(input, "direction") ?? "out";
  if (direction !== "in" && direction !== "out") throw new ControlRefused("direction is neither in nor out");
  const id = read.optionalText(input, "id");
  const mark = id === null ? null : `payment:${id}`;
  const known = mark && state.tables.bank.inGroup(merchant.key).find((row) => row.mark === mark);
  const row =
    known ||
    addBankRow(state, merchant, {
      direction,
      amountFen,
      at: read.time(input, "paidAt", state.now()).toISOString(),
      counterparty: read.text(input, "payee"),
      counterpartyAccount: read.optionalText(input, "payeeAccount") ?? "6217000010000000001",
      summary: direction === "out" ? "转账支出" : "转账收入",
      note: read.optionalText(input, "reference") ?? "",
      booked: false,
      ...(mark ? { mark } : {}),
    });
  if (row.amountFen !== amountFen || row.direction !== direction)
    throw new ControlRefused("this id was used for another payment", 409);
  return { bankReference: row.id, merchant: merchant.key, direction, amountFen, paidAt: row.at };
}

function bankStatement(state: SandboxState, query: URLSearchParams): unknown {
  const merchant = read.merchantOf(state, query.get("merchant") ?? "");
  const from = query.get("from") ?? query.get("day");
  const to = query.get("to") ?? query.get("day");
  if (!isDay(from) || !isDay(to)) throw new ControlRefused("day, or from and to, are not days (YYYY-MM-DD)");
  if (query.get("format") === "json") {
    return {
      rows: statementRows(state, merchant, from, to).map((row) => ({
        bankReference: row.id,
        at: row.at,
        direction: row.direction,
        amountFen: row.amountFen,
        balanceFen: row.balanceFen,
        counterparty: row.counterparty,
        counterpartyAccount: row.counterpartyAccount,
        summary: row.summary,
        note: row.note,
      })),
    };
  }
  return new Response(new Uint8Array(statementCsv(state, merchant, from, to)), {
    headers: {
      "content-type": "text/csv; charset=gbk",
      "content-disposition": `attachment; filename="ccb-${merchant.bankAccountNo}-${from}.csv"`,
    },
  });
}
