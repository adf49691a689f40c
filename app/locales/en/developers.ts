export default {
  title: "For developers",
  lead: "Your till sends its orders, and each row has its answer. Nothing to install: one address, one key, one piece of JSON.",
  start: "Three steps",
  stepKey:
    "Make a key to try with among the <a>API keys</a> of your workspace. Any member of an enterprise may; before an agreement is signed it answers with 1% of the price.",
  stepSend:
    "Send an order and a return with an example below. A key to try with is checked and answered like a live one, but nothing counts, and all is deleted after seven days.",
  stepLive:
    "When your agreement is in force, make a live key and put it into the till. To change keys later, the old one may go on for some days, so no shop has to stop.",
  demoKeyTitle: "A key for everybody to try with, on this demo",
  demoKeyText:
    "It works at once, without signing in. All share it, so use numbers that nobody else does, as the examples do.",
  run: "Both examples are files that run as they are: set <code>MINGSHAN_URL={{url}}</code> and <code>MINGSHAN_KEY</code> first.",
  fields: "The fields of an order",
  fieldsIntro:
    "POST /api/v1/consumption-events, 1 to 1,000 rows at a time. The columns of a CSV file mean the same, with amounts in yuan.",
  field: "Field",
  meaning: "Meaning",
  field_orderNo: "Your till's own number, unique in the enterprise, 1–64 characters without spaces.",
  field_type: "order for a sale, return for goods that came back.",
  field_amount: "The price before the discount, a whole number of fen; of a return, how much came back.",
  field_discount: "What the merchant took off, in fen; may be left out.",
  field_occurredAt: "When it happened, with its zone: at most 31 days ago and 5 minutes ahead.",
  field_campaign: "The campaign, by the last part of its address; may be left out where there is but one.",
  field_items: "How many things, or a list of sku and quantity: for agreements that give per item.",
  field_returnOf: "Of a return, the number of its order; an order has none.",
  rules: "Sending again, returns, limits",
  ruleTwice:
    "The same number with the same content is answered <code>duplicate</code> with the same donation, and counts once. So if no answer came, send it again as it was. The same number with other content is <code>rejected</code>: the first one stands.",
  ruleReturns:
    "A return takes its share of the order's donation back; all returns of an order never exceed it. A return may come in its order's batch; before its order it is <code>unknown-order</code>, and may be sent again later.",
  ruleKey:
    "<code>Idempotency-Key</code> may be left out. With it, the same key and content give the first answer letter by letter; other content gives 422.",
  ruleRetry:
    "Send again after no answer, 409, 429 or 5xx: wait a second, then twice as long each time, or as <code>Retry-After</code> says. Any other 4xx stays as it is until you put it right.",
  ruleLimits:
    "At most 1,000 rows and 1 MiB at a time, and 600 calls a minute for one key. Send 500 rows, or every few seconds, rather than each order by itself.",
  ruleGift:
    "<code>donationFenE4</code> is what the order gives in ten-thousandths of a fen (10,000 are 1 fen), before the caps of the day and the campaign; negative for a return. Fen are rounded once, when a day is posted.",
  ruleTest: 'Answers to a key to try with also say <code>"mode": "test"</code>. It opens no other operation.',
  errors: "When a whole batch is refused",
  errorsIntro:
    "The answer is application/problem+json (RFC 9457). A bad row never refuses its batch: see the next section.",
  status: "Status",
  todo: "What to do",
  status_400: "No proper JSON, or a malformed Idempotency-Key: put it right.",
  status_401: "No key, or one that was revoked or has ended: look at your keys.",
  status_403: "The key is not an enterprise's, or a key to try with was used elsewhere.",
  status_409: "The first call with this Idempotency-Key is still at work: wait a second.",
  status_413: "More than 1 MiB: make several batches.",
  status_415: "Content-Type must be application/json.",
  status_422: "events is no list of 1 to 1,000 rows, or a key came with other content: errors says where.",
  status_429: "Too often: wait as Retry-After says.",
  status_503: "Not available just now: wait as Retry-After says, then send the same again.",
  reasons: "When a row is not taken",
  reasonsIntro:
    "outcome is rejected, and reason is one of these codes, which never change; message says the same for people.",
  code: "Code",
  webhooks: "Hearing of statements",
  webhooksText:
    "Name an address among the <a>webhooks</a> of your workspace, and we send signed messages when a statement is drawn, confirmed, paid or overdue. Check the signature first:",
  reference: "Every operation",
  referenceText: "Laid out from the <a>OpenAPI 3.1 document</a>.",
  parameters: "Parameters",
  body: "You send",
  answer: "Answer {{status}}",
  problems: "Problems: {{statuses}}",
  needsKey: "Needs a key: Authorization: Bearer …",
  optional: "optional",
  type: "Type",
} as const;
