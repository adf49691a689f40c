// Derives the list of parameters that Stripe accepts from the SDK's own type declarations (they come from Stripe's
// API specification) and writes parameters.json. Run after a change of the stripe version:
//   node scripts/sandbox/stripe/write-parameters.mjs
// A node of the tree is "s" (string), "i" (integer), "n" (number), "b" (boolean), "m" (free keys), "*" (anything),
// "e:a|b" (one of), { a: node } (array), or { o: { name: node, "required!": node } } (object).
import { unlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const OPERATIONS = {
  "POST /v1/checkout/sessions": "Stripe.Checkout.SessionCreateParams",
  "GET /v1/checkout/sessions": "Stripe.Checkout.SessionListParams",
  "GET /v1/checkout/sessions/:id": "Stripe.Checkout.SessionRetrieveParams",
  "POST /v1/checkout/sessions/:id/expire": "Stripe.Checkout.SessionExpireParams",
  "POST /v1/payment_intents": "Stripe.PaymentIntentCreateParams",
  "GET /v1/payment_intents": "Stripe.PaymentIntentListParams",
  "GET /v1/payment_intents/:id": "Stripe.PaymentIntentRetrieveParams",
  "POST /v1/payment_intents/:id/cancel": "Stripe.PaymentIntentCancelParams",
  "POST /v1/refunds": "Stripe.RefundCreateParams",
  "GET /v1/refunds": "Stripe.RefundListParams",
  "GET /v1/refunds/:id": "Stripe.RefundRetrieveParams",
  "GET /v1/charges": "Stripe.ChargeListParams",
  "POST /v1/charges/:id": "Stripe.ChargeUpdateParams",
  "GET /v1/charges/:id": "Stripe.ChargeRetrieveParams",
  "GET /v1/balance_transactions": "Stripe.BalanceTransactionListParams",
  "GET /v1/balance_transactions/:id": "Stripe.BalanceTransactionRetrieveParams",
  "GET /v1/payouts": "Stripe.PayoutListParams",
  "GET /v1/payouts/:id": "Stripe.PayoutRetrieveParams",
  "GET /v1/disputes": "Stripe.DisputeListParams",
  "GET /v1/disputes/:id": "Stripe.DisputeRetrieveParams",
  "POST /v1/disputes/:id": "Stripe.DisputeUpdateParams",
  "GET /v1/events": "Stripe.EventListParams",
  "GET /v1/events/:id": "Stripe.EventRetrieveParams",
  "GET /v1/invoices/:id": "Stripe.InvoiceRetrieveParams",
  "GET /v1/invoice_payments": "Stripe.InvoicePaymentListParams",
  "GET /v1/subscriptions/:id": "Stripe.SubscriptionRetrieveParams",
  "POST /v1/subscriptions/:id": "Stripe.SubscriptionUpdateParams",
  "DELETE /v1/subscriptions/:id": "Stripe.SubscriptionCancelParams",
  "GET /v1/account": "Stripe.AccountRetrieveCurrentParams",
};

const here = fileURLToPath(new URL(".", import.meta.url));
const probe = `${here}.parameters-probe.ts`;
const lines = Object.entries(OPERATIONS).map(
  ([operation, type]) => `  ${JSON.stringify(operation)}: ${type};`,
);
writeFileSync(
  probe,
  `import type Stripe from "stripe";\nexport type Operations = {\n${lines.join("\n")}\n};\n`,
);
const program = ts.createProgram([probe], {
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  target: ts.ScriptTarget.ES2022,
  strict: true,
  skipLibCheck: true,
  types: [],
});
unlinkSync(probe);
const checker = program.getTypeChecker();
const source = program.getSourceFile(probe);
const [root] = checker.getExportsOfModule(checker.getSymbolAtLocation(source));
const NOTHING = ts.TypeFlags.Undefined | ts.TypeFlags.Null | ts.TypeFlags.Void;

function node(type, depth) {
  if (depth > 9) return "*";
  const parts = (type.isUnion() ? type.types : [type]).filter((part) => !(part.flags & NOTHING));
  const objects = parts.filter(
    (part) => part.flags & ts.TypeFlags.Object && checker.typeToString(part) !== "Date",
  );
  const arrays = objects.filter((part) => checker.isArrayType(part));
  if (arrays.length > 0) return { a: node(checker.getTypeArguments(arrays[0])[0], depth + 1) };
  if (objects.some((part) => checker.typeToString(part) === "Decimal")) return "n";
  if (objects.length > 0) return objectNode(objects, depth);
  const literals = parts.filter((part) => part.isStringLiteral() && part.value !== "");
  if (parts.some((part) => part.flags & ts.TypeFlags.BooleanLike)) return "b";
  if (parts.some((part) => part.flags & ts.TypeFlags.NumberLike)) return "i";
  if (literals.length > 0 && literals.length <= 45)
    return `e:${literals.map((part) => part.value).join("|")}`;
  return "s";
}

function objectNode(objects, depth) {
  if (objects.some((part) => checker.getIndexInfosOfType(part).length > 0)) return "m";
  const fields = {};
  for (const part of objects) {
    for (const field of part.getProperties()) {
      const name = field.name + (field.flags & ts.SymbolFlags.Optional ? "" : "!");
      fields[name] = node(checker.getTypeOfSymbol(field), depth + 1);
    }
  }
  return { o: fields };
}

const tree = {};
for (const operation of checker.getDeclaredTypeOfSymbol(root).getProperties()) {
  tree[operation.name] = node(checker.getTypeOfSymbol(operation), 0);
}
writeFileSync(`${here}parameters.json`, `${JSON.stringify(tree)}\n`);
