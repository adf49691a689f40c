import type { SandboxState } from "../state.ts";
import { eventObject } from "./events.ts";
import type { Checkout } from "./records.ts";
import { chargeObject, checkoutObject, intentObject } from "./render.ts";
import { balanceObject, disputeObject, payoutObject, refundObject } from "./render-balance.ts";
import { invoiceObject, invoicePaymentObject, list, subscriptionObject } from "./render-subscription.ts";

type Plain = Record<string, unknown>;

/** The object with an id, as its account sees it; null when there is none. */
export function objectById(state: SandboxState, account: string, id: string): Plain | null {
  const tables = state.tables;
  const prefix = id.slice(0, id.indexOf("_"));
  switch (prefix) {
    case "cs":
      return mine(account, tables.checkouts.get(id), (row) => checkoutObject(state, row));
    case "pi":
      return mine(account, tables.intents.get(id), intentObject);
    case "ch":
      return mine(account, tables.charges.get(id), chargeObject);
    case "re":
      return mine(account, tables.refunds.get(id), refundObject);
    case "txn":
      return mine(account, tables.balance.get(id), (row) => balanceObject(state, row));
    case "po":
      return mine(account, tables.payouts.get(id), payoutObject);
    case "dp":
      return mine(account, tables.disputes.get(id), (row) => disputeObject(state, row));
    case "sub":
      return mine(account, tables.subscriptions.get(id), subscriptionObject);
    case "in":
      return mine(account, tables.invoices.get(id), invoiceObject);
    case "inpay":
      return mine(
        account,
        tables.invoices.all().find((row) => row.paymentId === id),
        invoicePaymentObject,
      );
    case "evt":
      return mine(account, tables.events.get(id), (row) => eventObject(state, row));
    default:
      return null;
  }
}

function mine<Row extends { account: string }>(
  account: string,
  row: Row | undefined,
  draw: (row: Row) => unknown,
): Plain | null {
  return row && row.account === account ? (draw(row) as Plain) : null;
}

/** Lists inside an object that only appear when they are expanded. */
export function hiddenList(state: SandboxState, parent: Plain, name: string): unknown {
  const id = String(parent.id);
  if (parent.object === "charge" && name === "refunds") {
    const charge = state.tables.charges.get(id);
    const rows = charge
      ? state.tables.refunds.inGroup(charge.account).filter((row) => row.chargeId === id)
      : [];
    return list(rows.reverse().map(refundObject), `/v1/charges/${id}/refunds`);
  }
  if (parent.object === "checkout.session" && name === "line_items") {
    const checkout = state.tables.checkouts.get(id);
    return checkout ? list([lineItem(checkout)], `/v1/checkout/sessions/${id}/line_items`) : undefined;
  }
  if (parent.object === "invoice" && name === "payments") {
    const invoice = state.tables.invoices.get(id);
    return invoice ? list([invoicePaymentObject(invoice)], `/v1/invoices/${id}/payments`) : undefined;
  }
  return undefined;
}

function lineItem(row: Checkout): Plain {
  const total = Number(row.amountFen);
  return {
    id: `li_${row.id.slice(8, 32)}`,
    object: "item",
    adjustable_quantity: null,
    amount_discount: 0,
    amount_subtotal: total,
    amount_tax: 0,
    amount_total: total,
    currency: row.currency,
    description: row.name,
    metadata: {},
    price: null,
    quantity: row.quantity,
  };
}
